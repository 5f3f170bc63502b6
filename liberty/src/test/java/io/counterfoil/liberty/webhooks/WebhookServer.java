package io.counterfoil.liberty.webhooks;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ScratchDirectory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server that soon tries again and soon gives up, for all tests that leave it as they found it. */
final class WebhookServer implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == CounterfoilProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(WebhookServer.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .server;
    }

    private record Running(ScratchDirectory home, CounterfoilProcess server) implements AutoCloseable {

        static Running start() {
            ScratchDirectory home = ScratchDirectory.create("counterfoil-webhooks");
            return new Running(
                    home,
                    Distribution.on(home.path())
                            .with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true")
                            .with("COUNTERFOIL_WEBHOOKS_RETRIES", "PT1S,PT1S,PT1S")
                            .with("COUNTERFOIL_WEBHOOKS_TIMEOUT", "PT3S")
                            .start());
        }

        @Override
        public void close() {
            server.close();
            home.close();
        }
    }
}
