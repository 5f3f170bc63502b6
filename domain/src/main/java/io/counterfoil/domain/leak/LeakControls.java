package io.counterfoil.domain.leak;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Sql;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether leaked keys would be heard of, and how fast those reported were dead. */
@Singleton
final class LeakControls implements Controls {

    /** What {@link GithubKeys} counts: whether GitHub told its keys when it was asked. */
    static final String INTAKE = "leak_intake";

    static final String ANSWERED = "answered";
    static final String SILENT = "silent";

    private static final Duration QUICK = Duration.ofMinutes(1);

    /** Reads the table whole: there is a row for each key that ever leaked. */
    private static final String REPORTS = """
        SELECT count(*), count(*) FILTER (WHERE r.source = 'github'),
               count(*) FILTER (WHERE k.revoked_at IS NULL),
               extract(epoch FROM max(r.revoked_at - r.reported_at) FILTER (WHERE r.worked))::float8,
               max(r.reported_at)
        FROM domain.leak_report r
        JOIN domain.api_key k ON k.merchant_id = r.merchant_id AND k.id = r.key_id
        WHERE r.reported_at >= ?\
        """;

    private final String intake;

    @Inject
    LeakControls(ConfigurationSource configuration) {
        this.intake = LeakSettings.GITHUB_KEYS.in(configuration).getHost();
    }

    private record Reports(
            long all, long ofGithub, long working, Optional<Double> slowestSeconds, Optional<Instant> lastAt) {}

    @Override
    public List<Control> controls() {
        return List.of(new Control("keys.never_committed", this::neverCommitted));
    }

    private Assessment neverCommitted(Window window) {
        Window.Seen asked = window.seen(INTAKE);
        Optional<Instant> answered = last(asked, ANSWERED);
        Optional<Instant> silent = last(asked, SILENT);
        Reports reports = reports(window.sql(), window.since());
        return window.evidence()
                .with("intake", intake)
                .with("intake_answers", asked.of(ANSWERED))
                .with("intake_silences", asked.of(SILENT))
                .with("intake_answered_at", answered)
                .with("reports", reports.all())
                .with("reports_by_github", reports.ofGithub())
                .with("reported_and_working", reports.working())
                .with("slowest_seconds", reports.slowestSeconds())
                .with("last_report_at", reports.lastAt())
                .failing(reports.working() > 0, "a reported key still works: revoke it")
                .atRisk(answered.isEmpty(), "the keys that reports are signed with could not be read yet")
                .atRisk(
                        silent.isPresent()
                                && answered.isPresent()
                                && silent.get().isAfter(answered.get()),
                        "the keys that reports are signed with could not be read lately")
                .atRisk(reports.slowestSeconds().orElse(0.0) > QUICK.toSeconds(), "a reported key worked on too long")
                .assess();
    }

    private static Optional<Instant> last(Window.Seen seen, String subject) {
        return seen.named().stream()
                .filter(one -> one.subject().equals(subject))
                .map(Window.Named::lastAt)
                .findFirst();
    }

    private static Reports reports(Sql sql, Instant since) {
        return sql.first(
                        REPORTS,
                        row -> new Reports(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                Optional.ofNullable(row.getObject(4, Double.class)),
                                Window.maybe(row, 5)),
                        since)
                .orElseThrow();
    }
}
