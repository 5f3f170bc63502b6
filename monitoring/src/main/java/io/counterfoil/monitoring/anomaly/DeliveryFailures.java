package io.counterfoil.monitoring.anomaly;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** How many webhook deliveries failed; whoever delivers knows. */
public interface DeliveryFailures {

    /** What failed for one merchant. */
    record OfMerchant(UUID merchant, boolean livemode, long count) {}

    /** The attempts that failed in a span of time, inside the running transaction. */
    List<OfMerchant> between(Instant from, Instant to);
}
