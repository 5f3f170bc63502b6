package io.counterfoil.monitoring.anomaly;

import static io.counterfoil.monitoring.anomaly.WatchedSeries.AHEAD;
import static io.counterfoil.monitoring.anomaly.WatchedSeries.MINUTE_MILLIS;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.alert.RuleSettings;
import io.counterfoil.monitoring.anomaly.WatchedSeries.Point;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Feeds each minute of usage to the detector, on one server at a time, when all servers have written theirs. The state is
 * read and written with each minute, so that any server can do the next.
 */
@Singleton
final class Detection {

    private static final Duration ROUND = Duration.ofSeconds(10);

    /** By then every server has written its counts of a minute. */
    private static final Duration WRITTEN = Duration.ofSeconds(25);

    private static final String RATE = "_rate";

    private final WatchedSeries watched;
    private final Transactions transactions;
    private final AlertRules rules;
    private final InstantSource time;
    private final Event<Alarm> alarms;

    @Inject
    Detection(
            WatchedSeries watched,
            Transactions transactions,
            AlertRules rules,
            InstantSource time,
            Event<Alarm> alarms) {
        this.watched = watched;
        this.transactions = transactions;
        this.rules = rules;
        this.time = time;
        this.alarms = alarms;
    }

    /** What a minute has brought: the figures of what is unusual, and what is to be remembered. */
    private record Taken(Optional<Map<String, String>> unusual, long last, byte[] state) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(ROUND, "anomalies", this::look);
    }

    /** Takes the minutes that are over, from the last one that was taken; after a long pause only the last hour. */
    void look() {
        boolean more = true;
        while (more) {
            more = transactions.commit(() -> {
                return next();
            });
        }
    }

    private boolean next() {
        if (!watched.mine()) {
            return false;
        }
        long newest = time.instant().minus(WRITTEN).toEpochMilli() / MINUTE_MILLIS - 1;
        long last = watched.last(newest);
        // where nothing was learnt yet, nothing is made up for
        long minute = last == 0 ? newest : Math.max(last + 1, newest - 60);
        if (minute > newest) {
            return false;
        }
        List<Point> points = watched.of(minute);
        points.forEach(point -> take(point, minute));
        return minute < newest && !points.isEmpty();
    }

    private void take(Point point, long minute) {
        String rule = point.series() + "_unusual";
        RuleSettings settings = rules.named(rule).settings();
        Taken taken = point.series().endsWith(RATE) ? rate(point, minute, settings) : count(point, minute, settings);
        taken.unusual()
                .filter(figures -> settings.enabled() && !settings.dryRun())
                .ifPresent(figures -> tell(point, rule, minute, figures));
        watched.keep(point, taken.last(), taken.state());
    }

    private static Taken count(Point point, long minute, RuleSettings settings) {
        CountWatch watch = point.state().map(CountWatch::of).orElseGet(CountWatch::new);
        if (watch.last() > minute + AHEAD) {
            watch.resume(minute);
        }
        Optional<Map<String, String>> unusual = watch.minute(
                        minute,
                        point.count(),
                        settings.parameter("least"),
                        settings.parameter("factor"),
                        point.series().equals("requests"))
                .map(finding -> Map.of(
                        "count_in_5_minutes",
                        Long.toString(Math.round(finding.count())),
                        "expected",
                        figure("%.1f", finding.expected()),
                        "surprise",
                        figure("%.2f", finding.surprise())));
        return new Taken(unusual, watch.last(), watch.state());
    }

    private static Taken rate(Point point, long minute, RuleSettings settings) {
        RateWatch watch = point.state().map(RateWatch::of).orElseGet(RateWatch::new);
        if (watch.last() > minute + AHEAD) {
            watch.resume(minute);
        }
        Optional<Map<String, String>> unusual = watch.minute(
                        minute, point.count(), point.among(), settings.parameter("least"), settings.parameter("factor"))
                .map(finding -> Map.of(
                        "count_in_5_minutes",
                        Long.toString(Math.round(finding.part())),
                        "among",
                        Long.toString(Math.round(finding.whole())),
                        "share_at_least",
                        figure("%.4f", finding.atLeast()),
                        "expected_share",
                        figure("%.4f", finding.expected())));
        return new Taken(unusual, watch.last(), watch.state());
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void tell(Point point, String rule, long minute, Map<String, String> figures) {
        Optional<UUID> merchant = Optional.of(point.merchant()).filter(one -> !one.equals(WatchedSeries.ALL));
        Map<String, String> facts = new HashMap<>(figures);
        facts.put("minute", Instant.ofEpochMilli(minute * MINUTE_MILLIS).toString());
        alarms.fire(new Alarm(
                rule,
                // whoever tries something out in test mode is not told by webhook that they do
                merchant.filter(one -> point.livemode()),
                point.livemode(),
                merchant.map(IdKind.MERCHANT::text).orElse("server"),
                facts));
    }
}
