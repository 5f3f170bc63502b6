package io.counterfoil.monitoring.usage;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.monitoring.alert.AlertRules;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes counts: a batch in one transaction, each row in one order, so that two servers can't wait for each other. The order
 * within a statement and that of the statements are the same, which is PostgreSQL's.
 */
@Singleton
final class UsageWriter {

    private static final int CHUNK = 2_000;

    /** Ids in the order of PostgreSQL: byte by byte, without a sign. */
    private static final Comparator<UUID> AS_STORED = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    /** Primary keys usage_minute_pkey, usage_hour_pkey. */
    private static final String ADD = """
        INSERT INTO monitoring.usage_%1$s AS u (merchant_id, id, livemode, key_id, route, status, network, at, count)
        SELECT merchant, id, livemode, key, route, status, network, at, sum(count)
        FROM jsonb_to_recordset(?::jsonb) AS r
             (merchant uuid, id uuid, livemode boolean, key uuid, route text, status int, network text, at timestamptz,
              count bigint)
        GROUP BY merchant, id, livemode, key, route, status, network, at
        ORDER BY merchant, id
        ON CONFLICT (merchant_id, id) DO UPDATE SET count = u.count + excluded.count\
        """;

    /** Primary key key_sighting_pkey. Tells which are new, and since when the key has been known. */
    private static final String SIGHT = """
        WITH seen AS (
            SELECT * FROM jsonb_to_recordset(?::jsonb) AS r
                   (merchant uuid, key uuid, livemode boolean, kind text, value text, count bigint)),
        known AS (
            SELECT s.merchant_id, s.key_id, min(s.first_at) AS since
            FROM monitoring.key_sighting s
            WHERE (s.merchant_id, s.key_id) IN (SELECT merchant, key FROM seen) AND s.kind = 'network'
            GROUP BY s.merchant_id, s.key_id),
        written AS (
            INSERT INTO monitoring.key_sighting AS k
                   (merchant_id, key_id, kind, value, livemode, first_at, last_at, count)
            SELECT merchant, key, kind, value, livemode, ?::timestamptz, ?::timestamptz, count
            FROM seen ORDER BY merchant, key, kind COLLATE "C", value COLLATE "C"
            ON CONFLICT (merchant_id, key_id, kind, value) DO UPDATE
            SET last_at = excluded.last_at, count = k.count + excluded.count
            RETURNING k.merchant_id, k.key_id, k.livemode, k.kind, k.value, k.xmax = 0 AS fresh)
        SELECT w.merchant_id, w.key_id, w.livemode, w.value
        FROM written w JOIN known USING (merchant_id, key_id)
        WHERE w.fresh AND w.kind = 'network' AND known.since < ?\
        """;

    private final Transactions transactions;
    private final AlertRules rules;
    private final InstantSource time;
    private final Event<Alarm> alarms;

    @Inject
    UsageWriter(Transactions transactions, AlertRules rules, InstantSource time, Event<Alarm> alarms) {
        this.transactions = transactions;
        this.rules = rules;
        this.time = time;
        this.alarms = alarms;
    }

    record Row(
            UUID merchant,
            UUID id,
            boolean livemode,
            UUID key,
            String route,
            int status,
            String network,
            Instant at,
            long count) {

        static final Comparator<Row> ORDER =
                Comparator.comparing(Row::merchant, AS_STORED).thenComparing(Row::id, AS_STORED);

        static Row of(UsageMeter.Counted counted, Instant at, long count) {
            UsageMeter.Who who = counted.who();
            return new Row(
                    who.merchant(),
                    stableId(at, who + counted.route() + counted.status() + counted.network()),
                    who.livemode(),
                    who.key(),
                    counted.route(),
                    counted.status(),
                    counted.network(),
                    at,
                    count);
        }
    }

    record Sight(UUID merchant, UUID key, boolean livemode, String kind, String value, long count) {

        static final Comparator<Sight> ORDER = Comparator.comparing(Sight::merchant, AS_STORED)
                .thenComparing(Sight::key, AS_STORED)
                .thenComparing(Sight::kind)
                .thenComparing(Sight::value);
    }

    void write(UsageMeter.Batch batch) {
        List<Row> minutes = new ArrayList<>();
        List<Row> hours = new ArrayList<>();
        batch.counts().forEach((counted, count) -> {
            minutes.add(Row.of(counted, counted.minute(), count));
            hours.add(Row.of(counted, counted.minute().truncatedTo(ChronoUnit.HOURS), count));
        });
        List<Sight> sights = new ArrayList<>();
        batch.sightings()
                .forEach((sighted, count) -> sights.add(new Sight(
                        sighted.who().merchant(),
                        sighted.who().key(),
                        sighted.who().livemode(),
                        sighted.kind(),
                        sighted.value(),
                        count)));
        transactions.commit(() -> {
            add("minute", minutes);
            add("hour", hours);
            sight(sights);
        });
    }

    private void add(String table, List<Row> rows) {
        rows.sort(Row.ORDER);
        for (int from = 0; from < rows.size(); from += CHUNK) {
            String json = json(rows.subList(from, Math.min(rows.size(), from + CHUNK)));
            transactions.sql().update(ADD.formatted(table), json);
        }
    }

    /** A key that has been known for some time and is used from elsewhere may be in other hands. */
    private void sight(List<Sight> sights) {
        Instant now = time.instant();
        double hours = rules.named("key_from_new_network").settings().parameter("settled_after_hours");
        Instant settled =
                now.minus(Duration.ofSeconds((long) (hours * Duration.ofHours(1).toSeconds())));
        sights.sort(Sight.ORDER);
        for (int from = 0; from < sights.size(); from += CHUNK) {
            String json = json(sights.subList(from, Math.min(sights.size(), from + CHUNK)));
            transactions
                    .sql()
                    .all(
                            SIGHT,
                            row -> new Alarm(
                                    "key_from_new_network",
                                    Optional.of(row.getObject(1, UUID.class)),
                                    row.getBoolean(3),
                                    IdKind.API_KEY.text(row.getObject(2, UUID.class)) + " " + row.getString(4),
                                    Map.of("network", row.getString(4))),
                            json,
                            now,
                            now,
                            settled)
                    .forEach(alarms::fire);
        }
    }

    /** The same for the same time and text: 48 bits of milliseconds, then 74 of a hash, in the form of a UUIDv7. */
    static UUID stableId(Instant at, String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            long first = 0;
            long second = 0;
            for (int i = 0; i < 8; i++) {
                first = first << 8 | (hash[i] & 0xFF);
                second = second << 8 | (hash[i + 8] & 0xFF);
            }
            return new UUID(at.toEpochMilli() << 16 | 0x7000 | (first & 0xFFF), second >>> 2 | 0x8000_0000_0000_0000L);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String json(List<?> rows) {
        return new String(Json.write(rows), StandardCharsets.UTF_8);
    }
}
