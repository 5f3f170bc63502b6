package io.counterfoil.domain.processor;

import java.util.UUID;

/**
 * What a processor is asked to charge.
 *
 * @param merchant whose money it is
 * @param reference our payment's id: the processor's own idempotency key, and what a look-up asks for
 * @param amount in the currency's minor unit
 * @param currency ISO 4217, in capitals
 * @param paymentMethod the processor's token for the instrument
 * @param capture whether to take the money at once, or only to authorise it
 */
public record Charge(
        UUID merchant, UUID reference, long amount, String currency, String paymentMethod, boolean capture) {}
