package io.counterfoil.domain.followup;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A refund came to its end; fired inside the transaction that makes it so. Ids and facts only, nothing personal.
 *
 * @param amount in the currency's minor unit
 * @param failureCode why the money did not go back; without one it did
 * @param receipt the receipt's JSON, where the money went back
 */
public record RefundChanged(
        UUID merchant,
        boolean livemode,
        UUID refund,
        UUID payment,
        UUID apiKey,
        long amount,
        String currency,
        Optional<String> failureCode,
        Optional<String> receipt,
        Optional<UUID> customer,
        Instant at) {

    /** Whether the money went back. */
    public boolean succeeded() {
        return failureCode.isEmpty();
    }
}
