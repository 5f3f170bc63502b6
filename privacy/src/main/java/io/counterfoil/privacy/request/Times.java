package io.counterfoil.privacy.request;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.privacy.deadline.Regime;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The time of requests, and what is set about it. */
@Singleton
public final class Times {

    private final InstantSource time;
    private final Duration grace;
    private final Regime regime;

    @Inject
    public Times(InstantSource time, ConfigurationSource configuration) {
        this.time = time;
        this.grace = RequestSettings.GRACE.in(configuration);
        this.regime = RequestSettings.REGIME.in(configuration);
    }

    /** Now, as the database can hold it. */
    public Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** How long a verified request can be taken back before it is worked on. */
    Duration grace() {
        return grace;
    }

    /** The law of requests that name none. */
    public Regime usualRegime() {
        return regime;
    }
}
