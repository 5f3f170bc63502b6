package io.counterfoil.monitoring.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.counterfoil.domain.database.Cursor;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.Prover;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.transparency.LogKeys;
import io.counterfoil.domain.transparency.LogRows;
import io.counterfoil.domain.transparency.Logs;
import io.counterfoil.domain.transparency.StoredLog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was sealed in a time as JSON lines that anyone can check offline: a head with the signed checkpoint, then each
 * entry with its place and the hashes from there to the root. The places follow one another, so what is left out shows.
 */
@Singleton
final class AuditExport {

    /** Commits are not quite in the order of ids: neighbours by place may lie just outside of the time. */
    private static final Duration MARGIN = Duration.ofMinutes(15);

    private final DirectTransactions transactions;
    private final Logs logs;
    private final LogKeys keys;

    @Inject
    AuditExport(DirectTransactions transactions, Logs logs, LogKeys keys) {
        this.transactions = transactions;
        this.logs = logs;
        this.keys = keys;
    }

    /** The first line. {@code last} is less than {@code first} where nothing was sealed. */
    record Head(String log, String key, Instant from, Instant to, long first, long last, String checkpoint) {}

    /** An act with its id, or the announcement of a new key; either in the bytes that were sealed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            long index,
            @Nullable String id,
            @Nullable String body,
            @Nullable String announcement,
            String path) {}

    private record Bounds(long first, long last) {}

    /** What the database has of a line. */
    private record Row(long index, @Nullable UUID id, String text) {}

    void write(AuditFilter filter, OutputStream output) {
        transactions.commit(sql -> {
            sql.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            StoredLog log = new LogRows(sql).get(logs.current(AuditLog.LOG).id());
            String checkpoint = log.published()
                    .orElseThrow(() -> Problem.unavailable("Nothing is sealed yet. Ask again in a second."));
            Bounds bounds = bounds(sql, log, filter);
            line(
                    output,
                    new Head(
                            log.origin(),
                            keys.all(log.id()).get(0).verifier(),
                            filter.from(),
                            filter.to(),
                            bounds.first(),
                            bounds.last(),
                            checkpoint));
            entries(sql, log, filter, bounds, output);
            return true;
        });
    }

    /** Indexes audit_entry_id and log_leaf_pkey. */
    private static Bounds bounds(Sql sql, StoredLog log, AuditFilter filter) {
        return sql.first(
                        """
                        SELECT coalesce(min(leaf.leaf_index), 0), coalesce(max(leaf.leaf_index), -1)
                        FROM monitoring.audit_entry AS entry
                        JOIN domain.log_leaf AS leaf
                          ON leaf.merchant_id = entry.merchant_id AND leaf.item_id = entry.id
                        WHERE entry.id >= ? AND entry.id < ? AND leaf.log_id = ? AND leaf.leaf_index < ?\
                        """,
                        row -> new Bounds(row.getLong(1), row.getLong(2)),
                        filter.first(),
                        filter.end(),
                        log.id(),
                        log.publishedSize())
                .orElseThrow();
    }

    /** Indexes audit_entry_id, log_leaf_pkey and log_key_pkey. */
    private static void entries(Sql sql, StoredLog log, AuditFilter filter, Bounds bounds, OutputStream output) {
        AuditFilter wider = filter.widened(MARGIN);
        Cursor<Row> rows = sql.cursor(
                "exported",
                """
                SELECT leaf.leaf_index, entry.id, entry.body
                FROM monitoring.audit_entry AS entry
                JOIN domain.log_leaf AS leaf ON leaf.merchant_id = entry.merchant_id AND leaf.item_id = entry.id
                WHERE entry.id >= ? AND entry.id < ? AND leaf.log_id = ? AND leaf.leaf_index BETWEEN ? AND ?
                UNION ALL
                SELECT leaf.leaf_index, NULL, key.announcement
                FROM domain.log_key AS key
                JOIN domain.log_leaf AS leaf ON leaf.merchant_id = ? AND leaf.item_id = key.id
                WHERE key.log_id = ? AND leaf.leaf_index BETWEEN ? AND ?
                ORDER BY 1\
                """,
                row -> new Row(row.getLong(1), row.getObject(2, UUID.class), row.getString(3)),
                wider.first(),
                wider.end(),
                log.id(),
                bounds.first(),
                bounds.last(),
                AuditEntry.NOBODY,
                log.id(),
                bounds.first(),
                bounds.last());
        Prover prover = new Prover(log.publishedSize(), new LogRows(sql).tiles(log.id()));
        rows.forEachSome(some -> some.forEach(row -> line(output, shown(row, prover))));
    }

    private static Line shown(Row row, Prover prover) {
        String path =
                prover.inclusion(row.index()).path().stream().map(Hash::base64).collect(Collectors.joining(" "));
        return Optional.ofNullable(row.id())
                .map(id -> new Line(row.index(), IdKind.AUDIT_ENTRY.text(id), row.text(), null, path))
                .orElseGet(() -> new Line(row.index(), null, null, row.text(), path));
    }

    private static void line(OutputStream output, Object line) {
        try {
            output.write(Json.write(line));
            output.write('\n');
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
