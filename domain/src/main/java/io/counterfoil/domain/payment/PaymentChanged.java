package io.counterfoil.domain.payment;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something happened to a payment; fired inside the transaction that makes it so. Ids and facts only, nothing personal.
 *
 * @param amount in the currency's minor unit: what was captured, set aside or refused
 * @param receipt the receipt's JSON, once there is one
 * @param instrument a keyed pseudonym of what was paid with, the same for the same merchant and instrument; where the
 *     processor answered the payment itself, and not later
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
        Optional<String> instrument,
        Optional<UUID> customer,
        Instant at) {

    /** What happened. */
    public enum Kind {
        PROCESSING,
        /** The amount is set aside and waits for its capture: {@code requires_capture}. */
        AUTHORISED,
        SUCCEEDED,
        FAILED,
        CAPTURED,
        VOIDED
    }
}
