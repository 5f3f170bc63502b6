package io.counterfoil.domain.keyuse;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Raises an alarm for each key that works, and that nobody has used for a long time: once for each rest. */
@Singleton
final class UnusedKeys {

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int BATCH = 100;

    /** Reads the table whole, once an hour; several servers share the work. */
    private static final String TELL = """
        UPDATE domain.api_key k SET unused_told_at = ?
        FROM (SELECT merchant_id, id FROM domain.api_key
              WHERE revoked_at IS NULL AND unused_told_at IS NULL
                AND (expires_at IS NULL OR expires_at > ?)
                AND coalesce(last_used_at, created_at) < ?
              LIMIT ? FOR UPDATE SKIP LOCKED) resting
        WHERE k.merchant_id = resting.merchant_id AND k.id = resting.id
        RETURNING k.merchant_id, k.id, k.livemode, coalesce(k.last_used_at, k.created_at)\
        """;

    private final Transactions transactions;
    private final InstantSource time;
    private final Event<Alarm> alarms;
    private final Duration longest;

    @Inject
    UnusedKeys(Transactions transactions, InstantSource time, Event<Alarm> alarms, ConfigurationSource configuration) {
        this.transactions = transactions;
        this.time = time;
        this.alarms = alarms;
        this.longest = KeyUseSettings.UNUSED_AFTER.in(configuration);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "unused keys", this::tell);
    }

    private record Resting(MerchantScopedId key, boolean livemode, Instant since) {}

    void tell() {
        int told = BATCH;
        while (told == BATCH) {
            told = transactions.commit(this::tellSome);
        }
    }

    private int tellSome() {
        Instant now = time.instant();
        List<Resting> resting = transactions
                .sql()
                .all(
                        TELL,
                        row -> new Resting(
                                new MerchantScopedId(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                                row.getBoolean(3),
                                Sql.instant(row, 4)),
                        now,
                        now,
                        now.minus(longest),
                        BATCH);
        resting.forEach(this::raise);
        return resting.size();
    }

    private void raise(Resting key) {
        alarms.fire(new Alarm(
                "api_key_unused",
                Optional.of(key.key().merchantId()),
                key.livemode(),
                IdKind.API_KEY.text(key.key().id()),
                Map.of("unused_since", key.since().toString())));
    }
}
