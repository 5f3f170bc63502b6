package io.counterfoil.privacy.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer as the API shows it.
 *
 * @param unreadable members that are stored and do not open, in lists; left out where there are none
 */
record CustomerView(
        String id,
        String object,
        boolean livemode,
        @Nullable String reference,
        @Nullable String email,
        @Nullable String name,
        @Nullable String phone,
        @Nullable Address address,
        boolean restricted,
        Instant createdAt,
        @Nullable Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unreadable) {

    CustomerView {
        unreadable = List.copyOf(unreadable);
    }

    /** What is left of one who was erased. */
    record Erased(String id, Instant erasedAt) {}

    static CustomerView of(Customer customer, CustomerData shown, List<String> unreadable) {
        return new CustomerView(
                customer.text(),
                "customer",
                customer.livemode,
                shown.reference(),
                shown.email(),
                shown.name(),
                shown.phone(),
                shown.address(),
                customer.restrictedAt != null,
                customer.createdAt,
                customer.updatedAt,
                unreadable);
    }
}
