package io.counterfoil.monitoring.failedpayment;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.payment.PaymentChanged;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.monitoring.period.Period;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All failed payments, written in the transaction in which the payment fails. */
@Singleton
final class FailedPayments {

    static final List<String> GROUPINGS = List.of("reason", "source", "instrument", "key", "hour");

    private static final Map<String, String> EXPRESSIONS = Map.of(
            "reason", "reason",
            "source", "source",
            "instrument", "instrument",
            "key", "api_key_id",
            "hour", "date_trunc('hour', failed_at, 'UTC')");

    /** Index failed_payment_by_time. The greatest groups first. */
    private static final String GROUP = """
        SELECT %s AS what, count(*), count(DISTINCT instrument), count(DISTINCT source), min(failed_at), max(failed_at)
        FROM monitoring.failed_payment
        WHERE merchant_id = ? AND livemode = ? AND failed_at >= ? AND failed_at < ?
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1000\
        """;

    /** Thirteen months, a batch at a time. */
    private static final String FORGET = """
        DELETE FROM monitoring.failed_payment
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM monitoring.failed_payment WHERE failed_at < ? LIMIT 10000))\
        """;

    private static final Duration KEPT = Duration.ofDays(400);

    private final Transactions transactions;
    private final Sources sources;
    private final InstantSource time;

    @Inject
    FailedPayments(Transactions transactions, Sources sources, InstantSource time) {
        this.transactions = transactions;
        this.sources = sources;
        this.time = time;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(
                Duration.ofHours(1),
                "old failed payments",
                () -> transactions.commit(
                        () -> transactions.sql().update(FORGET, time.instant().minus(KEPT))));
    }

    void on(@Observes PaymentChanged change) {
        if (change.kind() == PaymentChanged.Kind.FAILED) {
            transactions.session(session -> session.insert(new FailedPayment(change, sources.current())));
        }
    }

    List<Map<String, Object>> grouped(UUID merchant, boolean livemode, Period period) {
        return transactions.commit(() -> transactions
                .sql()
                .all(
                        GROUP.formatted(EXPRESSIONS.get(period.by())),
                        row -> {
                            Map<String, Object> group = new LinkedHashMap<>();
                            group.put(period.by(), shown(period.by(), row.getObject(1)));
                            group.put("count", row.getLong(2));
                            group.put("instruments", row.getLong(3));
                            group.put("sources", row.getLong(4));
                            group.put(
                                    "first_failed_at",
                                    row.getObject(5, OffsetDateTime.class).toInstant());
                            group.put(
                                    "last_failed_at",
                                    row.getObject(6, OffsetDateTime.class).toInstant());
                            return group;
                        },
                        merchant,
                        livemode,
                        period.from(),
                        period.to()));
    }

    private static Object shown(String by, Object value) {
        return switch (by) {
            case "key" -> IdKind.API_KEY.text((UUID) value);
            case "hour" -> ((Timestamp) value).toInstant();
            default -> value;
        };
    }
}
