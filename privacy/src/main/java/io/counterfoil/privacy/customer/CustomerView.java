package io.counterfoil.privacy.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A customer as the API shows it. */
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
        @Nullable Instant updatedAt) {

    /** What is left of one who was erased. */
    record Erased(String id, Instant erasedAt) {}

    static CustomerView of(Customer customer, CustomerData shown) {
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
                customer.updatedAt);
    }
}
