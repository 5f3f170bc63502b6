package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Whose;
import io.counterfoil.monitoring.period.Period;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What was counted, grouped for whoever asks. */
@Singleton
final class Usage {

    static final List<String> GROUPINGS = List.of("route", "key", "status", "hour", "day");

    /** Minutes are kept for a week; what reaches further back is read from the hours. */
    static final Duration MINUTES_KEPT = Duration.ofDays(7);

    private static final Map<String, String> EXPRESSIONS = Map.of(
            "route", "route",
            "key", "key_id",
            "status", "status / 100",
            "hour", "date_trunc('hour', at, 'UTC')",
            "day", "date_trunc('day', at, 'UTC')");

    /**
     * Primary key usage_minute_pkey or usage_hour_pkey: partitions and rows by the time that an id begins with. What belongs
     * to no merchant came with an operator token, or with nothing.
     */
    private static final String GROUP = """
        SELECT %s AS what, sum(count), sum(count) FILTER (WHERE status >= 400), min(at), max(at),
               bool_and(merchant_id = '00000000-0000-0000-0000-000000000000')
        FROM monitoring.usage_%s
        WHERE id >= ? AND id < ? AND (?::uuid IS NULL OR merchant_id = ?) AND (?::boolean IS NULL OR livemode = ?)
        GROUP BY 1 ORDER BY 2 DESC, 1\
        """;

    private final Transactions transactions;
    private final InstantSource time;

    @Inject
    Usage(Transactions transactions, InstantSource time) {
        this.transactions = transactions;
        this.time = time;
    }

    /** Of whole minutes, or hours: what was counted in the one that the period begins in is in it. */
    List<Map<String, Object>> grouped(Whose whose, Period period) {
        boolean recent =
                period.from().isAfter(time.instant().minus(MINUTES_KEPT).plus(Duration.ofHours(1)));
        String query = GROUP.formatted(EXPRESSIONS.get(period.by()), recent ? "minute" : "hour");
        Instant from = period.from().truncatedTo(recent ? ChronoUnit.MINUTES : ChronoUnit.HOURS);
        UUID merchant = whose.merchant().orElse(null);
        Boolean livemode = whose.livemode().orElse(null);
        return transactions.commit(() -> transactions
                .sql()
                .all(
                        query,
                        row -> {
                            Map<String, Object> group = new LinkedHashMap<>();
                            group.put(period.by(), shown(period.by(), row.getObject(1), row.getBoolean(6)));
                            group.put("count", row.getLong(2));
                            group.put("errors", row.getLong(3));
                            group.put(
                                    "first_seen_at",
                                    row.getObject(4, OffsetDateTime.class).toInstant());
                            group.put(
                                    "last_seen_at",
                                    row.getObject(5, OffsetDateTime.class).toInstant());
                            return group;
                        },
                        Ids.firstAt(from),
                        Ids.firstAt(period.to()),
                        merchant,
                        merchant,
                        livemode,
                        livemode));
    }

    /** Routes and networks that a key was seen with, the newest first. Primary key key_sighting_pkey. */
    List<KeySighting> sightings(Whose whose, UUID key) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from KeySighting where (:merchant is null or merchantId = :merchant) and keyId = :key"
                                + " and (:livemode is null or livemode = :livemode) order by firstAt desc",
                        KeySighting.class)
                .setParameter("merchant", whose.merchant().orElse(null), UUID.class)
                .setParameter("key", key)
                .setParameter("livemode", whose.livemode().orElse(null), Boolean.class)
                .setMaxResults(1_000)
                .getResultList());
    }

    private static Object shown(String by, Object value, boolean nobodys) {
        return switch (by) {
            case "key" -> credential((UUID) value, nobodys);
            case "status" -> value + "xx";
            case "hour", "day" -> ((Timestamp) value).toInstant();
            default -> value;
        };
    }

    /** The id of a key, or of an operator token; {@code none} for calls without either. */
    private static String credential(UUID id, boolean nobodys) {
        if (id.equals(UsageMeter.NOBODY)) {
            return "none";
        }
        return nobodys ? IdKind.OPERATOR_TOKEN.text(id) : IdKind.API_KEY.text(id);
    }
}
