package io.counterfoil.webhooks.endpoint;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/webhook-endpoints} and of {@code PATCH …/{id}}; {@code status} is for the latter. */
record EndpointRequest(
        @Nullable String url,
        @Nullable List<@Nullable String> eventTypes,
        @Nullable String description,
        @Nullable Integer rateLimit,
        @Nullable List<@Nullable Integer> retrySchedule,
        @Nullable Integer retryJitter,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer maxInFlight,
        @Nullable Integer rotateAfterDays,
        @Nullable Map<String, @Nullable String> headers,
        @Nullable String status) {}
