package io.counterfoil.privacy.customer;

import org.jspecify.annotations.Nullable;

/** What is known of a person, opened. Each part may be missing. */
record CustomerData(
        @Nullable String reference,
        @Nullable String email,
        @Nullable String name,
        @Nullable String phone,
        @Nullable Address address) {

    static final CustomerData NOTHING = new CustomerData(null, null, null, null, null);
}
