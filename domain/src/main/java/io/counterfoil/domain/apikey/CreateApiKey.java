package io.counterfoil.domain.apikey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/api-keys}. {@code merchant} is for operators; {@code livemode} for them too. */
record CreateApiKey(
        @Nullable String name,
        @Nullable List<@Nullable String> scopes,
        @Nullable List<@Nullable String> ipAllowList,
        @Nullable String expiresAt,
        @Nullable String merchant,
        @Nullable Boolean livemode) {}
