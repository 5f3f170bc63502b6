package io.counterfoil.domain.payment;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A payment that a merchant asks for, after it was checked. The amount is in the currency's minor unit. */
record PaymentRequest(
        long amount,
        String currency,
        String paymentMethod,
        boolean capture,
        Optional<String> orderReference,
        Optional<UUID> customer,
        Optional<String> description,
        Map<String, String> metadata) {}
