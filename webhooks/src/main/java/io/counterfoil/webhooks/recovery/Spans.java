package io.counterfoil.webhooks.recovery;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.webhooks.outbox.OutboxSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the span of time that is to be recovered: as far back as there are events. */
@Singleton
final class Spans {

    private final Duration longest;
    private final InstantSource time;

    @Inject
    Spans(ConfigurationSource configuration, InstantSource time) {
        this.longest = OutboxSettings.RETENTION.in(configuration);
        this.time = time;
    }

    /**
     * Reads a span.
     *
     * @param until now, where there is none
     * @throws Problem that names the member
     */
    Recovery.Span of(@Nullable String since, @Nullable String until) {
        Instant now = time.instant();
        Instant first = instant("since", since);
        Instant end = until == null ? now : instant("until", until);
        if (first.isBefore(now.minus(longest))) {
            throw Problem.invalid("since", "Send a time within the last " + longest.toDays() + " days.");
        }
        if (!end.isAfter(first)) {
            throw Problem.invalid("until", "Send a time after since.");
        }
        // what is committed later finds the endpoint by itself
        return new Recovery.Span(first, end.isAfter(now) ? now.plusMillis(1) : end);
    }

    private static Instant instant(String param, @Nullable String text) {
        try {
            if (text != null) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeParseException unreadable) {
            // refused below, like none
        }
        throw Problem.invalid(param, "Send a time such as 2026-11-01T00:00:00Z.");
    }
}
