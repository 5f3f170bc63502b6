package io.counterfoil.domain.payment;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/payments}, as it was sent. */
record CreatePayment(
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable String paymentMethod,
        @Nullable String orderReference,
        @Nullable String customer,
        @Nullable String description,
        @Nullable Map<String, String> metadata,
        @Nullable Boolean capture) {}
