package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Whether each event has its deliveries, and each delivery its attempts or its place in the queue. */
@Singleton
final class DeliveryControls implements Controls {

    private static final Duration LOOKED_AT = Duration.ofDays(1);

    /** What is under way is not looked at. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    /** So many of each merchant are looked at one by one: those of the last day, the newest first. */
    private static final int LOOKED_AT_MOST = 100;

    /** Forty merchants, others in each hour, the same on each server. */
    private static final String MERCHANTS = """
        (SELECT id FROM domain.merchant ORDER BY md5(id::text || date_trunc('hour', now())) LIMIT 40) AS m\
        """;

    /** Primary key delivery_pkey for each merchant, attempt_delivery and delivery_queue_pkey for each delivery. */
    private static final String GAPS = """
        SELECT count(*),
               count(*) FILTER (WHERE d.status = 'delivered'),
               count(*) FILTER (WHERE d.status = 'failed'),
               count(*) FILTER (WHERE d.status = 'pending'),
               count(*) FILTER (WHERE d.status = 'delivered' AND NOT EXISTS (
                   SELECT FROM webhooks.attempt a WHERE a.merchant_id = d.merchant_id AND a.delivery_id = d.id)),
               count(*) FILTER (WHERE d.status = 'pending' AND NOT EXISTS (
                   SELECT FROM webhooks.delivery_queue q
                   WHERE q.merchant_id = d.merchant_id AND q.delivery_id = d.id)),
               (array_agg(d.id ORDER BY d.id) FILTER (WHERE d.status = 'pending' AND NOT EXISTS (
                   SELECT FROM webhooks.delivery_queue q
                   WHERE q.merchant_id = d.merchant_id AND q.delivery_id = d.id)))[1]
        FROM %s
        CROSS JOIN LATERAL (SELECT merchant_id, id, status FROM webhooks.delivery
                            WHERE merchant_id = m.id AND id >= ? AND id < ?
                            ORDER BY id DESC LIMIT ?) AS d\
        """.formatted(MERCHANTS);

    /** Primary key event_pkey for each merchant; the deliveries by delivery_event. */
    private static final String EVENTS = """
        SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
                   SELECT FROM webhooks.delivery d WHERE d.merchant_id = e.merchant_id AND d.event_id = e.id)
               AND EXISTS (
                   SELECT FROM webhooks.endpoint p
                   WHERE p.merchant_id = e.merchant_id AND p.livemode = e.livemode AND p.status = 'enabled'
                     AND p.created_at < e.created_at AND p.event_types = '*'))
        FROM %s
        CROSS JOIN LATERAL (SELECT merchant_id, id, livemode, created_at FROM webhooks.event
                            WHERE merchant_id = m.id AND id >= ? AND id < ? AND type <> 'ping'
                            ORDER BY id DESC LIMIT ?) AS e\
        """.formatted(MERCHANTS);

    /** One look into each day's partition. */
    private static final String DAYS = """
        SELECT count(*) FILTER (WHERE EXISTS (
                   SELECT FROM webhooks.event e WHERE e.id >= day.first AND e.id < day.next)),
               count(*) FILTER (WHERE EXISTS (
                   SELECT FROM webhooks.delivery d WHERE d.id >= day.first AND d.id < day.next)),
               count(*) FILTER (WHERE EXISTS (
                   SELECT FROM webhooks.attempt a WHERE a.id >= day.first AND a.id < day.next))
        FROM unnest(?::uuid[], ?::uuid[]) AS day (first, next)\
        """;

    private final Duration retention;

    @Inject
    DeliveryControls(ConfigurationSource configuration) {
        this.retention = DeliverySettings.RETENTION.in(configuration);
    }

    private record Gaps(
            long all, long delivered, long failed, long pending, long unlogged, long lost, List<String> first) {}

    @Override
    public List<Control> controls() {
        return List.of(new Control("webhooks.all_events_logged", this::logged));
    }

    private Assessment logged(Window window) {
        UUID from = Ids.firstAt(window.asOf().minus(LOOKED_AT));
        UUID to = Ids.firstAt(window.asOf().minus(UNDER_WAY));
        Gaps gaps = window.sql()
                .first(
                        GAPS,
                        row -> new Gaps(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                Window.ids(row, 7, IdKind.WEBHOOK_DELIVERY)),
                        from,
                        to,
                        LOOKED_AT_MOST)
                .orElseThrow();
        long[] events = window.sql()
                .first(EVENTS, row -> new long[] {row.getLong(1), row.getLong(2)}, from, to, LOOKED_AT_MOST)
                .orElseThrow();
        long[] days = days(window);
        return window.evidence()
                .with("events_looked_at", events[0])
                .with("events_without_delivery", events[1])
                .with("deliveries_looked_at", gaps.all())
                .with("delivered", gaps.delivered())
                .with("failed", gaps.failed())
                .with("pending", gaps.pending())
                .with("delivered_without_attempt", gaps.unlogged())
                .with("pending_without_place", gaps.lost())
                .with("first_without_place", gaps.first())
                .with("days_with_events", days[0])
                .with("days_with_deliveries", days[1])
                .with("days_with_attempts", days[2])
                .with("kept_days", retention.toDays())
                .with("looked_at_since", window.asOf().minus(LOOKED_AT))
                .notApplicable(days[0] == 0, "nothing has happened that merchants are told of")
                .failing(gaps.unlogged() > 0, "a delivery says that it arrived and has no attempt")
                .failing(gaps.lost() > 0, "a delivery waits for nothing: send it again")
                .atRisk(events[1] > 0, "an event went to nobody, though an endpoint takes all: was it disabled then?")
                .atRisk(days[1] > 0 && days[2] == 0, "there are deliveries and no attempts")
                .assess();
    }

    private static long[] days(Window window) {
        List<Instant> days = Stream.iterate(window.since(), day -> day.plus(Duration.ofDays(1)))
                .limit(Window.SPAN.toDays())
                .toList();
        String[] first = days.stream().map(day -> Ids.firstAt(day).toString()).toArray(String[]::new);
        String[] next = days.stream()
                .map(day -> Ids.firstAt(day.plus(Duration.ofDays(1))).toString())
                .toArray(String[]::new);
        return window.sql()
                .first(DAYS, row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)}, first, next)
                .orElseThrow();
    }
}
