package io.counterfoil.domain.payment;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something happened to a payment; fired inside the transaction that makes it so. Ids and facts only, nothing personal.
 *
 * @param amount in the currency's minor unit: what was captured or refused
 * @param receipt the receipt's JSON, once there is one
 */
public record PaymentChanged(
        Kind kind,
        UUID merchant,
        boolean livemode,
        UUID payment,
        UUID apiKey,
        long amount,
        String currency,
        Optional<String> failureCode,
        Optional<String> receipt,
        Instant at) {

    /** What happened. */
    public enum Kind {
        PROCESSING,
        SUCCEEDED,
        FAILED,
        CAPTURED,
        VOIDED
    }
}
