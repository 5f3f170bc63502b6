package io.counterfoil.domain.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the API shows it.
 *
 * @param receipt the receipt's own bytes, as they were signed
 * @param unreadable members that are stored and do not open, in lists; left out where there are none
 */
public record PaymentView(
        String id,
        String object,
        PaymentStatus status,
        String outcome,
        long amount,
        long amountCaptured,
        long amountRefunded,
        String currency,
        boolean livemode,
        @Nullable String orderReference,
        @Nullable String customer,
        @Nullable String description,
        Map<String, String> metadata,
        @Nullable String failureCode,
        Instant createdAt,
        @JsonRawValue @Nullable String receipt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unreadable) {

    public PaymentView {
        unreadable = List.copyOf(unreadable);
    }

    /** The same, where nobody knows what becomes of it and no row says so yet: whoever worked on it may be gone. */
    public PaymentView whileUnknown() {
        return new PaymentView(
                id,
                object,
                status,
                Payment.UNKNOWN,
                amount,
                amountCaptured,
                amountRefunded,
                currency,
                livemode,
                orderReference,
                customer,
                description,
                metadata,
                failureCode,
                createdAt,
                receipt,
                unreadable);
    }
}
