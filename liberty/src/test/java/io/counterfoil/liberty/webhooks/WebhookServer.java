package io.counterfoil.liberty.webhooks;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ScratchDirectory;
import io.counterfoil.liberty.process.Shared;

/** One server that soon tries again, soon gives up, and has few places, for all tests that leave it as they found it. */
final class WebhookServer extends Shared<CounterfoilProcess> {

    /** More than one endpoint may take of them by itself, and not many more. */
    static final int PLACES = 24;

    WebhookServer() {
        super(CounterfoilProcess.class);
    }

    @Override
    protected CounterfoilProcess start(ScratchDirectory directory) {
        return Distribution.on(directory.path())
                .with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true")
                .with("COUNTERFOIL_WEBHOOKS_RETRIES", "PT1S,PT1S,PT1S")
                .with("COUNTERFOIL_WEBHOOKS_TIMEOUT", "PT3S")
                .with("COUNTERFOIL_WEBHOOKS_CONCURRENCY", Integer.toString(PLACES))
                .start();
    }
}
