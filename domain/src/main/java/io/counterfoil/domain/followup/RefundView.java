package io.counterfoil.domain.followup;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refund as the API shows it; {@code receipt} is the receipt's own bytes, as they were signed. */
record RefundView(
        String id,
        String object,
        String payment,
        String status,
        String outcome,
        long amount,
        String currency,
        boolean livemode,
        @Nullable String failureCode,
        Instant createdAt,
        @JsonRawValue @Nullable String receipt) {}
