package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.webhooks.egress.Reply;
import io.counterfoil.webhooks.endpoint.Target.Retries;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Reads what a reply means, as Standard Webhooks 1.0.0 says: 2xx is success, everything else a failure. */
@Singleton
final class Judge {

    /** What a receiver may ask for, for the one delivery and for all of its endpoint's. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private static final Duration USUAL_HOLD = Duration.ofSeconds(1);

    private final List<Duration> pauses;
    private final InstantSource time;

    @Inject
    Judge(ConfigurationSource configuration, InstantSource time) {
        this(SendingSettings.RETRIES.in(configuration), time);
    }

    Judge(List<Duration> pauses, InstantSource time) {
        this.pauses = pauses;
        this.time = time;
    }

    /**
     * Judges an attempt.
     *
     * @param attempt which one it was, from 1
     * @param chosen the endpoint's own
     */
    Verdict judge(Reply reply, int attempt, Retries chosen) {
        Retries schedule = chosen.pauses().isEmpty() ? new Retries(pauses, chosen.jitter()) : chosen;
        if (!(reply instanceof Reply.Answered answered)) {
            return next(schedule, attempt, Duration.ZERO, Duration.ZERO);
        }
        int status = answered.status();
        if (status >= 200 && status < 300) {
            return new Verdict.Delivered();
        }
        if (status == 410) {
            return new Verdict.Gone();
        }
        Duration asked = min(answered.retryAfter().flatMap(this::retryAfter).orElse(Duration.ZERO), LONGEST_PAUSE);
        boolean slowDown = status == 429 || status == 502 || status == 504;
        Duration hold = slowDown ? max(asked, USUAL_HOLD) : Duration.ZERO;
        return next(schedule, attempt, asked, hold);
    }

    private static Verdict next(Retries schedule, int attempt, Duration atLeast, Duration hold) {
        if (attempt > schedule.pauses().size()) {
            return new Verdict.Exhausted(hold);
        }
        Duration pause = varied(schedule.pauses().get(attempt - 1), schedule.jitter());
        return new Verdict.RetryAfter(max(pause, atLeast), hold);
    }

    /** RFC 9110, section 10.2.3: seconds, or a date. */
    private Optional<Duration> retryAfter(String value) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return Optional.of(Duration.between(time.instant(), date)).filter(pause -> !pause.isNegative());
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    /** Longer by up to so many percent. */
    private static Duration varied(Duration pause, int percent) {
        return pause.plusMillis((long) (pause.toMillis()
                * percent
                / 100.0
                * ThreadLocalRandom.current().nextDouble()));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
