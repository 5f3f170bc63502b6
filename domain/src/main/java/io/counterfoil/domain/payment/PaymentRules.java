package io.counterfoil.domain.payment;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.domain.processor.Processors;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request for a payment may say. */
@Singleton
final class PaymentRules {

    /** The largest integer that every JSON reader takes exactly: 2^53 − 1. */
    private static final long LARGEST = (1L << 53) - 1;

    private static final Pattern ORDER_REFERENCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_DESCRIPTION = 500;
    private static final int MOST_METADATA = 50;
    private static final int LONGEST_METADATA_KEY = 40;
    private static final int LONGEST_METADATA_VALUE = 500;

    private final Processors processors;
    private final DataSubjects subjects;

    @Inject
    PaymentRules(Processors processors, DataSubjects subjects) {
        this.processors = processors;
        this.subjects = subjects;
    }

    /**
     * Checks what was sent.
     *
     * @throws Problem that names the first member which is not allowed
     */
    PaymentRequest check(CreatePayment sent, Caller.MerchantKey caller) {
        PaymentRequest request = new PaymentRequest(
                amount(sent.amount()),
                currency(sent.currency()),
                paymentMethod(sent.paymentMethod(), caller),
                sent.capture() == null || sent.capture(),
                orderReference(sent.orderReference()),
                customer(sent.customer()),
                Text.optional("description", sent.description(), LONGEST_DESCRIPTION),
                metadata(sent.metadata()));
        processors.of(caller.livemode()).demandStep(request.amount(), request.currency());
        return request;
    }

    private static long amount(@Nullable Long amount) {
        if (amount == null || amount < 1 || amount > LARGEST) {
            throw Problem.invalid(
                    "amount", "Send a whole number of the currency's minor unit, from 1 to " + LARGEST + ".");
        }
        return amount;
    }

    private static String currency(@Nullable String currency) {
        if (currency == null || !Currencies.contains(currency)) {
            throw Problem.invalid("currency", "Send an ISO 4217 code in capitals, such as EUR.");
        }
        return currency;
    }

    private String paymentMethod(@Nullable String paymentMethod, Caller.MerchantKey caller) {
        if (paymentMethod == null || !processors.of(caller.livemode()).knows(paymentMethod)) {
            throw Problem.invalid(
                    "payment_method",
                    "Send a payment method of the processor; in test mode one of the test cards, such as"
                            + " pm_card_visa.");
        }
        return paymentMethod;
    }

    private static Optional<String> orderReference(@Nullable String reference) {
        if (reference != null && !ORDER_REFERENCE.matcher(reference).matches()) {
            throw Problem.invalid("order_reference", "Send 1 to 64 letters, digits or . _ - characters.");
        }
        return Optional.ofNullable(reference);
    }

    private static Optional<UUID> customer(@Nullable String customer) {
        if (customer == null) {
            return Optional.empty();
        }
        Optional<UUID> id = IdKind.CUSTOMER.parse(customer);
        if (id.isEmpty()) {
            throw noSuchCustomer();
        }
        return id;
    }

    /** Why no new payment may name the customer whom a request names, if so. */
    Optional<Problem> refusal(PaymentRequest request, Caller.MerchantKey caller) {
        return request.customer()
                .map(customer -> subjects.standing(new DataSubject(caller.merchant(), caller.livemode(), customer)))
                .flatMap(PaymentRules::refusal);
    }

    private static Optional<Problem> refusal(DataSubjects.Standing standing) {
        return switch (standing) {
            case PRESENT -> Optional.empty();
            case UNKNOWN, ERASED -> Optional.of(noSuchCustomer());
            case RESTRICTED ->
                Optional.of(Problem.conflict(
                                "customer_restricted",
                                "The use of this customer's data is restricted: leave the member out until that has"
                                        + " ended.")
                        .with("param", "customer"));
        };
    }

    private static Problem noSuchCustomer() {
        return Problem.invalid("customer", "There is no such customer. Create it first, or leave the member out.");
    }

    private static Map<String, String> metadata(@Nullable Map<String, @Nullable String> metadata) {
        if (metadata == null) {
            return Map.of();
        }
        if (metadata.size() > MOST_METADATA) {
            throw Problem.invalid("metadata", "Send at most " + MOST_METADATA + " entries.");
        }
        metadata.forEach((key, value) -> {
            Text.required("metadata", key, LONGEST_METADATA_KEY);
            if (value == null) {
                throw Problem.invalid("metadata", "Send texts as values; leave an entry out instead of null.");
            }
            Text.optional("metadata", value, LONGEST_METADATA_VALUE);
        });
        return Map.copyOf(metadata);
    }
}
