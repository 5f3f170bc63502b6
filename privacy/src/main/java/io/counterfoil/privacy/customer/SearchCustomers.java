package io.counterfoil.privacy.customer;

import org.jspecify.annotations.Nullable;

/** What is searched for. */
record SearchCustomers(@Nullable String email) {}
