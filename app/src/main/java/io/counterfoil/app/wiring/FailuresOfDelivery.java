package io.counterfoil.app.wiring;

import io.counterfoil.monitoring.anomaly.DeliveryFailures;
import io.counterfoil.webhooks.delivery.FailedAttempts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** The detector looks at webhook deliveries. */
@Singleton
final class FailuresOfDelivery implements DeliveryFailures {

    private final FailedAttempts attempts;

    @Inject
    FailuresOfDelivery(FailedAttempts attempts) {
        this.attempts = attempts;
    }

    @Override
    public List<OfMerchant> between(Instant from, Instant to) {
        return attempts.between(from, to).stream()
                .map(count -> new OfMerchant(count.merchant(), count.livemode(), count.attempts()))
                .toList();
    }
}
