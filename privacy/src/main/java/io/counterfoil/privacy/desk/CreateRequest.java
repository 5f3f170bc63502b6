package io.counterfoil.privacy.desk;

import org.jspecify.annotations.Nullable;

/** What is sent to make a request; {@code merchant} and {@code livemode} are for officers. */
record CreateRequest(
        @Nullable String type,
        @Nullable String customer,
        @Nullable String email,
        @Nullable String regime,
        @Nullable String merchant,
        @Nullable Boolean livemode) {}
