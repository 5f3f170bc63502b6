package io.counterfoil.liberty.webhooks;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ScratchDirectory;
import io.counterfoil.liberty.process.Shared;

/** One server that soon tries again and soon gives up, for all tests that leave it as they found it. */
final class WebhookServer extends Shared<CounterfoilProcess> {

    WebhookServer() {
        super(CounterfoilProcess.class);
    }

    @Override
    protected CounterfoilProcess start(ScratchDirectory directory) {
        return Distribution.on(directory.path())
                .with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true")
                .with("COUNTERFOIL_WEBHOOKS_RETRIES", "PT1S,PT1S,PT1S")
                .with("COUNTERFOIL_WEBHOOKS_TIMEOUT", "PT3S")
                .start();
    }
}
