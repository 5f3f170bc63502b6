package io.counterfoil.privacy.epoch;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the root key again and again for the keys that are held in memory. Once it doesn't answer, the server isn't ready;
 * when it hasn't for long, or was taken away, the keys are forgotten.
 */
@Singleton
public final class Renewal {

    private final EpochKeys epochs;
    private final InstantSource time;
    private final Duration pause;
    private final Duration grace;
    private volatile Instant renewed;
    private volatile @Nullable String trouble;

    @Inject
    public Renewal(EpochKeys epochs, InstantSource time, ConfigurationSource configuration) {
        this.epochs = epochs;
        this.time = time;
        this.pause = EpochSettings.RENEWAL.in(configuration);
        this.grace = EpochSettings.GRACE.in(configuration);
        this.renewed = time.instant();
    }

    /** Why the keys to personal data can't be had from where they are kept, if so: a sentence for an operator. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        renewed = time.instant();
        work.every(pause, "Renewal of keys", this::renew);
    }

    void renew() {
        try {
            epochs.renew();
            renewed = time.instant();
            trouble = null;
        } catch (DatabaseRefused unreachable) {
            trouble = unreachable.getMessage();
            if (time.instant().isAfter(renewed.plus(grace))) {
                epochs.forget();
            }
        }
    }
}
