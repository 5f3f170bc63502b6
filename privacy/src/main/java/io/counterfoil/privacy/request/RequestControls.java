package io.counterfoil.privacy.request;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.privacy.classification.Classification;
import io.counterfoil.privacy.classification.PersonalColumn;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether people's requests are answered, whole and in time. */
@Singleton
final class RequestControls implements Controls {

    private static final Duration SOON = Duration.ofDays(7);

    /** The longest that a request may take, three months, before the window. */
    private static final Duration LONGEST = Duration.ofDays(92);

    /** Index request_open: what is owed. */
    private static final String OPEN = """
        SELECT count(*), count(*) FILTER (WHERE due_at < ?), count(*) FILTER (WHERE due_at < ?),
               min(due_at), count(*) FILTER (WHERE stuck_reason IS NOT NULL),
               count(*) FILTER (WHERE type IN ('access', 'portability')), count(*) FILTER (WHERE type = 'erasure'),
               (array_agg(id ORDER BY due_at) FILTER (WHERE due_at < ?))[1]
        FROM privacy.request WHERE ended_at IS NULL\
        """;

    /** Index request_id: what could have ended within the window. */
    private static final String ENDED = """
        SELECT count(*), count(*) FILTER (WHERE r.ended_at > r.due_at), count(*) FILTER (WHERE r.status = 'refused'),
               count(*) FILTER (WHERE r.status = 'completed' AND r.type IN ('access', 'portability')),
               count(*) FILTER (WHERE r.status = 'completed' AND r.type = 'erasure'),
               count(*) FILTER (WHERE r.status = 'completed' AND r.type = 'erasure' AND c.request_id IS NULL),
               extract(epoch FROM max(r.ended_at - r.received_at) FILTER (WHERE r.status = 'completed'))::float8,
               max(r.ended_at)
        FROM privacy.request r
        LEFT JOIN privacy.certificate c ON c.merchant_id = r.merchant_id AND c.request_id = r.id
        WHERE r.id >= ? AND r.ended_at >= ?\
        """;

    /** Reads the exports that have not expired. */
    private static final String EXPORTS = """
        SELECT created_at, records, size,
               (SELECT count(*) FROM privacy.export_part p
                WHERE p.merchant_id = e.merchant_id AND p.request_id = e.request_id)
        FROM privacy.export e WHERE created_at >= ? ORDER BY created_at DESC LIMIT 1\
        """;

    private final Classification classification;

    @Inject
    RequestControls(Classification classification) {
        this.classification = classification;
    }

    private record Open(
            long all,
            long overdue,
            long soon,
            Optional<Instant> nextDue,
            long stuck,
            long exports,
            long erasures,
            List<String> first) {}

    private record Ended(
            long all,
            long late,
            long refused,
            long exports,
            long erasures,
            long uncertified,
            Optional<Double> slowest,
            Optional<Instant> last) {}

    private record Export(Instant createdAt, long records, long bytes, long parts) {}

    @Override
    public List<Control> controls() {
        return List.of(
                new Control("data.gdpr", this::gdpr),
                new Control("data.export_and_deletion", RequestControls::exportAndDeletion));
    }

    private Assessment gdpr(Window window) {
        List<PersonalColumn> columns = classification.columns();
        long incomplete = columns.stream()
                .filter(column ->
                        column.purpose().isBlank() || column.retention().isBlank())
                .count();
        Open open = open(window);
        Ended ended = ended(window);
        return window.evidence()
                .with("columns_in_record", columns.size())
                .with(
                        "purposes",
                        columns.stream().map(PersonalColumn::purpose).distinct().count())
                .with("columns_incomplete", incomplete)
                .with("requests_open", open.all())
                .with("requests_overdue", open.overdue())
                .with("overdue", open.first())
                .with("requests_due_in_a_week", open.soon())
                .with("next_due_at", open.nextDue())
                .with("requests_ended", ended.all())
                .with("ended_late", ended.late())
                .with("refused", ended.refused())
                .with("slowest_seconds", ended.slowest())
                .failing(columns.isEmpty() || incomplete > 0, "the record of processing has gaps")
                .failing(open.overdue() > 0, "a person has waited longer than the law allows")
                .atRisk(ended.late() > 0, "requests were answered late")
                .atRisk(open.soon() > 0, "requests are due within a week")
                .assess();
    }

    private static Assessment exportAndDeletion(Window window) {
        Open open = open(window);
        Ended ended = ended(window);
        Optional<Export> export = window.sql()
                .first(
                        EXPORTS,
                        row -> new Export(Sql.instant(row, 1), row.getLong(2), row.getLong(3), row.getLong(4)),
                        window.since());
        boolean nothing = open.all() + ended.all() == 0;
        return window.evidence()
                .with("exports_done", ended.exports())
                .with("exports_open", open.exports())
                .with("erasures_done", ended.erasures())
                .with("erasures_open", open.erasures())
                .with("late", open.overdue() + ended.late())
                .with("stuck", open.stuck())
                .with("erasures_without_certificate", ended.uncertified())
                .with("slowest_seconds", ended.slowest())
                .with("last_ended_at", ended.last())
                .with("last_whole_export", export)
                .notApplicable(nothing, "nobody has asked for anything")
                .failing(open.overdue() > 0, "a request is overdue")
                .failing(ended.uncertified() > 0, "an erasure has no certificate")
                .failing(
                        export.filter(one -> one.parts() == 0).isPresent(),
                        "the last export can't be fetched: its parts are gone")
                .atRisk(open.stuck() > 0, "a request fails again and again")
                .atRisk(ended.late() > 0, "requests were answered late")
                .assess();
    }

    private static Open open(Window window) {
        Instant now = window.asOf();
        return window.sql()
                .first(
                        OPEN,
                        row -> new Open(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3) - row.getLong(2),
                                Window.maybe(row, 4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                Window.ids(row, 8, IdKind.PRIVACY_REQUEST)),
                        now,
                        now.plus(SOON),
                        now)
                .orElseThrow();
    }

    private static Ended ended(Window window) {
        return window.sql()
                .first(
                        ENDED,
                        row -> new Ended(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                Optional.ofNullable(row.getObject(7, Double.class)),
                                Window.maybe(row, 8)),
                        Ids.firstAt(window.since().minus(LONGEST)),
                        window.since())
                .orElseThrow();
    }
}
