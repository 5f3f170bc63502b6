package io.counterfoil.monitoring.incident;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/incidents}.
 *
 * @param apiKey the key, where it is a key's; for suspicious access the one that was used
 * @param operatorToken the token, where it is an operator's
 * @param merchant whose receipt secret it is
 * @param livemode the mode of that receipt secret
 * @param from since when the secret may have been in other hands; RFC 3339
 * @param to until when; now, where nothing is sent
 * @param drill whether everything is done but the harm
 */
record OpenIncident(
        @Nullable String type,
        @Nullable String apiKey,
        @Nullable String webhookEndpoint,
        @Nullable String operatorToken,
        @Nullable String merchant,
        @Nullable Boolean livemode,
        @Nullable String summary,
        @Nullable String from,
        @Nullable String to,
        @Nullable Boolean drill) {}
