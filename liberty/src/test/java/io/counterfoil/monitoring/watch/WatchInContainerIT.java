package io.counterfoil.monitoring.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each control that the watch looks at: broken, it is an alert that stays; mended, the alert resolves itself. */
@ExtendWith(ArquillianExtension.class)
class WatchInContainerIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final UUID NOBODY = new UUID(0, 0);

    @Inject
    private Transactions transactions;

    @Inject
    private Event<Alarm> alarms;

    @Inject
    private HeardInContainer heard;

    @Inject
    private DayPartitions partitions;

    @Inject
    private BackgroundWork work;

    @Inject
    private ManagedScheduledExecutorService scheduler;

    @Inject
    @OutsideTransactions
    private DataSource direct;

    private final String name = "of this test " + UUID.randomUUID();

    @Test
    void a_log_that_has_not_sealed_for_a_minute() {
        Watch watch = new Watch(vitals(partitions, work), transactions, alarms);
        queued(Duration.ofSeconds(50));
        watch.look();
        assertThat(heard.times("log_not_sealing", name)).isZero();

        queued(Duration.ofSeconds(61));
        watch.look();
        raised("log_not_sealing", name);

        transactions.commit(() -> transactions.sql().update("DELETE FROM domain.log_queue WHERE log = ?", name));
        resolved(watch, "log_not_sealing", name);
    }

    /** As when the record of published checkpoints can't be written. */
    @Test
    void a_log_that_has_published_nothing_for_a_minute() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now().minusSeconds(200));
        Watch watch = new Watch(new Vitals(transactions, partitions, work, now::get), transactions, alarms);
        begin("only", 2);
        lookAfter(watch, now, 0);
        lookAfter(watch, now, 50);
        update("UPDATE domain.log SET published_size = 1 WHERE name = ?");
        lookAfter(watch, now, 50);
        lookAfter(watch, now, 60);
        assertThat(heard.times("log_not_publishing", name)).isZero();

        lookAfter(watch, now, 1);
        raised("log_not_publishing", name);

        update("UPDATE domain.log SET published_size = 2 WHERE name = ?");
        resolved(watch, "log_not_publishing", name);
    }

    /** What was given up with an earlier log is not waited for. */
    @Test
    void a_log_that_was_begun_anew() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now().minusSeconds(200));
        Watch watch = new Watch(new Vitals(transactions, partitions, work, now::get), transactions, alarms);
        begin("first", 2);
        begin("second", 0);
        lookAfter(watch, now, 0);
        lookAfter(watch, now, 100);
        assertThat(heard.times("log_not_publishing", name)).isZero();
    }

    @Test
    void work_that_fails_again_and_again() {
        AtomicBoolean broken = new AtomicBoolean(true);
        BackgroundWork own = new BackgroundWork(scheduler);
        Watch watch = new Watch(vitals(partitions, own), transactions, alarms, Duration.ofMillis(500));
        own.every(Duration.ofMillis(100), name, () -> {
            if (broken.get()) {
                throw new IllegalStateException("broken by this test");
            }
        });
        watch.look();
        assertThat(heard.times("job_not_running", name)).isZero();

        await().atMost(SOON).until(() -> {
            watch.look();
            return heard.times("job_not_running", name) > 0;
        });
        raised("job_not_running", name);

        broken.set(false);
        await().atMost(SOON).until(() -> own.jobs().get(0).sinceSuccess().compareTo(Duration.ofMillis(300)) < 0);
        resolved(watch, "job_not_running", name);
    }

    /** The clock goes on by a month and nobody makes partitions. */
    @Test
    void a_table_without_a_partition_for_tomorrow() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        String table = "monitoring.usage_minute";
        DayPartitions own = new DayPartitions(direct, transactions, work, now::get);
        own.keep(table, Duration.ofDays(400));
        Watch watch = new Watch(vitals(own, work), transactions, alarms);
        watch.look();
        assertThat(heard.times("partition_missing", table)).isZero();

        now.set(Instant.now().plus(Duration.ofDays(30)));
        watch.look();
        raised("partition_missing", table);

        own.cover(table, new UUID(now.get().plus(Duration.ofDays(1)).toEpochMilli() << 16, 0));
        resolved(watch, "partition_missing", table);
    }

    private static void lookAfter(Watch watch, AtomicReference<Instant> now, long seconds) {
        now.set(now.get().plusSeconds(seconds));
        watch.look();
    }

    /** A log that no server keeps, so that nothing of it is published by itself. */
    private void begin(String origin, int size) {
        update("INSERT INTO domain.log (name, origin, size, root) VALUES (?, '%s', %s, sha256(''))"
                .formatted(origin + " " + name, size));
    }

    private void update(String statement) {
        transactions.commit(() -> transactions.sql().update(statement, name));
    }

    private Vitals vitals(DayPartitions tables, BackgroundWork jobs) {
        return new Vitals(transactions, tables, jobs, Instant::now);
    }

    /** Something that no server seals, since it has no such log. */
    private void queued(Duration ago) {
        UUID item = new UUID(
                Instant.now().minus(ago).toEpochMilli() << 16, UUID.randomUUID().getLeastSignificantBits());
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "INSERT INTO domain.log_queue (merchant_id, item_id, log, entry) VALUES (?, ?, ?, '\\x00')",
                        UUID.randomUUID(),
                        item,
                        name));
    }

    private void raised(String rule, String subject) {
        assertThat(heard.times(rule, subject)).isPositive();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status(rule, subject)).isEqualTo("raised"));
    }

    /** The watch has nothing more to say, and five minutes (that pass by an update) later the alert is over. */
    private void resolved(Watch watch, String rule, String subject) {
        await().atMost(SOON).until(() -> waiting(rule) == 0);
        long times = heard.times(rule, subject);
        watch.look();
        assertThat(heard.times(rule, subject)).isEqualTo(times);
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.alert SET quiet_at = quiet_at - interval '5 minutes'"
                                + " WHERE rule = ? AND subject = ?",
                        rule,
                        subject));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status(rule, subject)).isEqualTo("resolved"));
    }

    private long waiting(String rule) {
        return transactions.commit(() -> transactions
                .sql()
                .first("SELECT count(*) FROM monitoring.alert_raise WHERE rule = ?", row -> row.getLong(1), rule)
                .orElseThrow());
    }

    private String status(String rule, String subject) {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT status FROM monitoring.alert WHERE merchant_id = ? AND rule = ? AND subject = ?"
                                + " ORDER BY id DESC LIMIT 1",
                        row -> row.getString(1),
                        NOBODY,
                        rule,
                        subject)
                .orElse("none"));
    }
}
