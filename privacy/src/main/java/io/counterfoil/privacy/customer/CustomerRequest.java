package io.counterfoil.privacy.customer;

import org.jspecify.annotations.Nullable;

/** What was sent to create or change a customer. */
record CustomerRequest(
        @Nullable String reference,
        @Nullable String email,
        @Nullable String name,
        @Nullable String phone,
        @Nullable Address address) {}
