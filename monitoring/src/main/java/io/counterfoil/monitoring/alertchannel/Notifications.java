package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.monitoring.alert.AlertNews;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** What waits to be told: written in the transaction that raises the alert, taken by whoever tells it. */
@Singleton
final class Notifications {

    /** Stands for a channel where a merchant is told by webhook, and for a merchant where there is none. */
    static final UUID NONE = new UUID(0, 0);

    static final String MERCHANT_WEBHOOK = "webhook";

    /** Under which kinds waits what people are to be told. */
    static final List<String> PEOPLE = List.of(AlertChannel.EMAIL, AlertChannel.SLACK, AlertChannel.LANE_OF_WEBHOOKS);

    /**
     * Index alert_notification_waiting: what waits takes more of its kind along. What joins while it is being told is told
     * next, so it speaks for itself then. At most one in each interval. Those of a channel are nobody's: in an outage that
     * strikes every merchant its people hear of it once.
     */
    private static final String WRITE = """
        INSERT INTO monitoring.alert_notification AS n
               (merchant_id, id, channel_id, kind, livemode, rule, escalated, alert_id, content, alerts,
                created_at, due_at, attempt, delivered)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?,
               GREATEST(?, COALESCE((SELECT max(o.ended_at) FROM monitoring.alert_notification o
                                     WHERE o.merchant_id = ? AND o.channel_id = ? AND o.livemode = ?
                                       AND o.rule = ? AND o.escalated = ? AND o.ended_at > ?)
                                    + ? * interval '1 millisecond', '-infinity')), 0, false
        ON CONFLICT (merchant_id, channel_id, livemode, rule, escalated) WHERE ended_at IS NULL
        DO UPDATE SET alerts = n.alerts + 1,
                      content = CASE WHEN n.attempt = 0 THEN n.content ELSE excluded.content END,
                      alert_id = CASE WHEN n.attempt = 0 THEN n.alert_id ELSE excluded.alert_id END\
        """;

    /** Index alert_notification_due. */
    private static final String WAITING = """
        SELECT channel_id FROM monitoring.alert_notification
        WHERE kind = ANY (?) AND ended_at IS NULL AND due_at <= ?
        GROUP BY channel_id ORDER BY min(due_at)\
        """;

    /** Index alert_notification_due. Leased by its due time: whoever dies while telling it, leaves it to the next. */
    private static final String CLAIM = """
        UPDATE monitoring.alert_notification n SET due_at = ?, attempt = n.attempt + 1
        FROM (SELECT merchant_id, id FROM monitoring.alert_notification
              WHERE kind = ANY (?) AND channel_id = ? AND ended_at IS NULL AND due_at <= ?
              ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED) due
        WHERE n.merchant_id = due.merchant_id AND n.id = due.id
        RETURNING n.merchant_id, n.id, n.channel_id, n.livemode, n.content, n.alerts, n.attempt, n.created_at\
        """;

    /** What joined while it was told goes on waiting. Primary key alert_notification_pkey. */
    private static final String DELIVERED = """
        UPDATE monitoring.alert_notification
        SET delivered = alerts = ?, ended_at = CASE WHEN alerts = ? THEN ?::timestamptz END,
            alerts = CASE WHEN alerts = ? THEN alerts ELSE alerts - ? END, attempt = 0, due_at = ?
        WHERE merchant_id = ? AND id = ?\
        """;

    private static final String AGAIN = """
        UPDATE monitoring.alert_notification SET due_at = ? WHERE merchant_id = ? AND id = ?\
        """;

    private static final String GIVE_UP = """
        UPDATE monitoring.alert_notification SET ended_at = ? WHERE merchant_id = ? AND id = ?\
        """;

    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Transactions transactions;
    private final Ids ids;
    private final InstantSource time;
    private final AlertChannels channels;
    private final Duration interval;

    @Inject
    Notifications(
            Transactions transactions,
            Ids ids,
            InstantSource time,
            AlertChannels channels,
            ConfigurationSource configuration) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
        this.channels = channels;
        this.interval = AlertChannelSettings.INTERVAL.in(configuration);
    }

    /** One that was taken to be told. */
    record Claimed(
            UUID merchant,
            UUID id,
            UUID channel,
            boolean livemode,
            Message message,
            int alerts,
            int attempt,
            Instant createdAt) {

        private static Claimed read(ResultSet row) throws SQLException {
            return new Claimed(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getObject(3, UUID.class),
                    row.getBoolean(4),
                    Message.read(row.getString(5)),
                    row.getInt(6),
                    row.getInt(7),
                    Sql.instant(row, 8));
        }
    }

    void on(@Observes AlertNews news) {
        String about = news.subject();
        channels.hearing(news.severity()).stream()
                // a channel that is down is not told so itself
                .filter(channel -> !about.equals(channel.view().id()))
                .forEach(channel -> write(news, NONE, channel.id, channel.lane()));
        if (!news.escalated()) {
            news.merchant().ifPresent(merchant -> write(news, merchant, NONE, MERCHANT_WEBHOOK));
        }
    }

    private void write(AlertNews news, UUID merchant, UUID channel, String kind) {
        Instant now = time.instant();
        transactions
                .sql()
                .update(
                        WRITE,
                        merchant,
                        ids.next(),
                        channel,
                        kind,
                        news.livemode(),
                        news.rule(),
                        news.escalated(),
                        news.alert(),
                        Message.of(news).written(),
                        now,
                        now,
                        merchant,
                        channel,
                        news.livemode(),
                        news.rule(),
                        news.escalated(),
                        now.minus(interval),
                        interval.toMillis());
    }

    /** The channels that something is due for, those that have waited longest first. */
    List<UUID> waiting(List<String> kinds) {
        return transactions
                .sql()
                .all(WAITING, row -> row.getObject(1, UUID.class), kinds.toArray(String[]::new), time.instant());
    }

    /**
     * Takes some that are due for a channel; each comes back when nothing is heard of it. In a transaction of its own, or the
     * running one.
     */
    List<Claimed> claim(List<String> kinds, UUID channel, int most) {
        Instant now = time.instant();
        return transactions
                .sql()
                .all(CLAIM, Claimed::read, now.plus(LEASE), kinds.toArray(String[]::new), channel, now, most);
    }

    void delivered(Claimed one) {
        Instant now = time.instant();
        transactions
                .sql()
                .update(
                        DELIVERED,
                        one.alerts(),
                        one.alerts(),
                        now,
                        one.alerts(),
                        one.alerts(),
                        now.plus(interval),
                        one.merchant(),
                        one.id());
    }

    void again(Claimed one, Duration pause) {
        transactions.sql().update(AGAIN, time.instant().plus(pause), one.merchant(), one.id());
    }

    void giveUp(Claimed one) {
        transactions.sql().update(GIVE_UP, time.instant(), one.merchant(), one.id());
    }
}
