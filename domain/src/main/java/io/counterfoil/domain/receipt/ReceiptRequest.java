package io.counterfoil.domain.receipt;

import io.counterfoil.domain.receipt.Receipt.Kind;
import java.util.Optional;
import java.util.UUID;

/**
 * What a receipt is wanted for.
 *
 * @param amount in the currency's minor unit
 * @param status the payment's or refund's status as the API names it
 */
public record ReceiptRequest(
        Kind kind,
        UUID merchant,
        boolean livemode,
        UUID payment,
        long amount,
        String currency,
        String status,
        Optional<String> orderReference,
        String idempotencyKey) {}
