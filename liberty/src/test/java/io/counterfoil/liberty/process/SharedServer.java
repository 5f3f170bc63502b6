package io.counterfoil.liberty.process;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server for all tests that leave it as they found it; started by the first of them, stopped after the last. */
public final class SharedServer implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Api.class || type == CounterfoilProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(Namespace.create(SharedServer.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
        return parameter.getParameter().getType() == Api.class ? running.api : running.server;
    }

    private record Running(ScratchDirectory home, CounterfoilProcess server, Api api) implements AutoCloseable {

        static Running start() {
            ScratchDirectory home = ScratchDirectory.create("counterfoil-shared");
            CounterfoilProcess server = Distribution.on(home.path()).start();
            return new Running(home, server, Api.ofDemoMerchant(server));
        }

        @Override
        public void close() {
            server.close();
            home.close();
        }
    }
}
