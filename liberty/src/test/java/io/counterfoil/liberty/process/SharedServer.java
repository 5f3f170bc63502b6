package io.counterfoil.liberty.process;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** One server for all tests that leave it as they found it, or the API as its demo merchant calls it. */
public final class SharedServer extends Shared<CounterfoilProcess> {

    SharedServer() {
        super(CounterfoilProcess.class);
    }

    @Override
    protected CounterfoilProcess start(ScratchDirectory directory) {
        return Distribution.on(directory.path()).start();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return wantsApi(parameter) || super.supportsParameter(parameter, context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        CounterfoilProcess server = running(context);
        return wantsApi(parameter) ? Api.ofDemoMerchant(server) : server;
    }

    private static boolean wantsApi(ParameterContext parameter) {
        return parameter.getParameter().getType() == Api.class;
    }
}
