package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.monitoring.alert.AlertRules;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether somebody would hear of it. */
@Singleton
final class ChannelControls implements Controls {

    /** The detector keeps its state every minute. */
    private static final Duration STALE = Duration.ofMinutes(15);

    private static final String CHANNELS = """
        SELECT count(*), count(*) FILTER (WHERE tested_at >= ?), count(*) FILTER (WHERE failing_since IS NOT NULL),
               max(tested_at), max(sent_at), min(failing_since)
        FROM monitoring.alert_channel\
        """;

    /** Index alert_by_time. */
    private static final String ALERTS = """
        SELECT count(*) FILTER (WHERE id >= ?), count(*) FILTER (WHERE status = 'raised'),
               extract(epoch FROM max(acknowledged_at - first_at) FILTER (WHERE id >= ?))::float8
        FROM monitoring.alert WHERE status <> 'counting' AND (id >= ? OR status <> 'resolved')\
        """;

    private static final String DETECTOR = """
        SELECT count(*), max(last_minute) FROM monitoring.detector_state\
        """;

    private final AlertRules rules;

    @Inject
    ChannelControls(AlertRules rules) {
        this.rules = rules;
    }

    private record Channels(
            long all,
            long tested,
            long failing,
            Optional<Instant> testedAt,
            Optional<Instant> sentAt,
            Optional<Instant> failingSince) {}

    @Override
    public List<Control> controls() {
        return List.of(new Control("monitoring.anomaly_alerts", this::alerts));
    }

    private Assessment alerts(Window window) {
        Channels channels = window.sql()
                .first(
                        CHANNELS,
                        row -> new Channels(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                Window.maybe(row, 4),
                                Window.maybe(row, 5),
                                Window.maybe(row, 6)),
                        window.since())
                .orElseThrow();
        Detector detector = window.sql()
                .first(DETECTOR, row -> new Detector(row.getLong(1), Instant.ofEpochSecond(60 * row.getLong(2))))
                .orElseThrow();
        Optional<Instant> leftOut = window.seen("series_left_out").lastAt();
        Alerts alerts = window.sql()
                .first(
                        ALERTS,
                        row -> new Alerts(
                                row.getLong(1), row.getLong(2), Optional.ofNullable(row.getObject(3, Double.class))),
                        window.firstId(),
                        window.firstId(),
                        window.firstId())
                .orElseThrow();
        List<AlertRules.Rule> all = rules.all();
        long disabled = all.stream().filter(rule -> !rule.settings().enabled()).count();
        return window.evidence()
                .with("rules", all.size())
                .with("rules_disabled", disabled)
                .with("channels", channels.all())
                .with("channels_tested", channels.tested())
                .with("channels_failing", channels.failing())
                .with("last_tested_at", channels.testedAt())
                .with("last_sent_at", channels.sentAt())
                .with("failing_since", channels.failingSince())
                .with("series_watched", detector.series())
                .with("watched_until", detector.series() == 0 ? Optional.empty() : Optional.of(detector.until()))
                .with("series_left_out_at", leftOut)
                .with("alerts_raised", alerts.raised())
                .with("alerts_waiting", alerts.waiting())
                .with("slowest_acknowledged_seconds", alerts.slowest())
                .failing(disabled == all.size(), "all alert rules are off")
                .failing(
                        channels.all() > 0 && channels.failing() == channels.all(),
                        "alerts can't be delivered through any channel")
                .atRisk(channels.all() == 0, "nobody hears of an alert: add a channel")
                .atRisk(channels.failing() > 0, "a channel is down")
                .atRisk(channels.tested() < channels.all(), "a channel was not tested for 30 days")
                .atRisk(
                        detector.series() > 0
                                && detector.until().isBefore(window.asOf().minus(STALE)),
                        "the detector has not looked for a quarter of an hour")
                .atRisk(
                        leftOut.filter(at -> at.isAfter(window.asOf().minus(STALE)))
                                .isPresent(),
                        "the detector leaves out series: more are used than it watches")
                .assess();
    }

    private record Detector(long series, Instant until) {}

    private record Alerts(long raised, long waiting, Optional<Double> slowest) {}
}
