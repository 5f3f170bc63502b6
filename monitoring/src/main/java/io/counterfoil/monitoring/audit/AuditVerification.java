package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.publiclog.Findings;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.TransparencySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Computes the audit log anew, and looks at each row: that it is the one which was sealed, that a server wrote it, and that
 * the columns which are searched say the same. Needs no server.
 */
public final class AuditVerification {

    private static final int BATCH = 1000;
    private static final UUID FIRST = new UUID(0, 0);

    private final DataSource database;
    private final ConfigurationSource configuration;
    private final InstantSource time;

    public AuditVerification(DataSource database, ConfigurationSource configuration, InstantSource time) {
        this.database = database;
        this.configuration = configuration;
        this.time = time;
    }

    /** What was found; the sealed log's own findings come first. */
    public LogAudit.Report run() {
        Path record = TransparencySettings.record(configuration);
        LogAudit.Report sealed = new LogAudit(
                        database,
                        AuditLog.LOG.name(),
                        AuditLog.items(AuditSettings.RETENTION.in(configuration), time.instant()),
                        record)
                .run();
        Findings findings = new Findings();
        sealed.wrong().forEach(findings::add);
        checkRows(keys(record), findings);
        return new LogAudit.Report(sealed.origin(), sealed.size(), sealed.waiting(), findings.all());
    }

    private record Row(UUID merchant, UUID id, String body, String mark) {}

    private void checkRows(NoteVerifier[] keys, Findings findings) {
        Sql sql = new Sql(database);
        UUID last = FIRST;
        List<Row> rows;
        do {
            rows = sql.all(
                    """
                    SELECT merchant_id, id, body, mark FROM monitoring.audit_entry
                    WHERE id > ? ORDER BY id LIMIT ?\
                    """,
                    row -> new Row(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getString(4)),
                    last,
                    BATCH);
            List<String> written = new ArrayList<>();
            for (Row row : rows) {
                if (marked(row, keys)) {
                    written.add(row.id().toString());
                } else {
                    findings.add(name(row.id()) + " was not written by a server, or was changed since.");
                }
                last = row.id();
            }
            checkColumns(sql, written, findings);
        } while (rows.size() == BATCH);
    }

    private static boolean marked(Row row, NoteVerifier... keys) {
        String note = row.body() + "\n\n" + row.mark() + "\n";
        try {
            return SignedNote.parse(note.getBytes(StandardCharsets.UTF_8))
                    .open(keys)
                    .equals(row.body() + "\n");
        } catch (InvalidNote invalid) {
            return false;
        }
    }

    /** Only of rows that a server wrote: what somebody else wrote may be no JSON. */
    private static void checkColumns(Sql sql, List<String> ids, Findings findings) {
        record Columns(
                UUID merchant,
                UUID id,
                String bodyId,
                @Nullable String bodyMerchant,
                boolean same) {}
        sql
                .all(
                        """
                        SELECT merchant_id, id, body::jsonb ->> 'id', body::jsonb ->> 'merchant',
                               (actor, action, object)
                               = (body::jsonb ->> 'actor', body::jsonb ->> 'action', body::jsonb ->> 'object')
                        FROM monitoring.audit_entry WHERE id = ANY (?::uuid[])\
                        """,
                        row -> new Columns(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getString(3),
                                row.getString(4),
                                row.getBoolean(5)),
                        (Object) ids.toArray(String[]::new))
                .stream()
                .filter(row -> !row.same()
                        || !row.bodyId().equals(name(row.id()))
                        || !Objects.equals(row.bodyMerchant(), merchant(row.merchant())))
                .forEach(row ->
                        findings.add(name(row.id()) + " is not found where it should be: its columns were changed."));
    }

    /** As the server last wrote them outside the database; where that file is not, as the database has them. */
    private NoteVerifier[] keys(Path record) {
        Path file = record.resolveSibling(AuditLog.LOG.name() + ".keys");
        try {
            List<String> keys = Files.exists(file)
                    ? Files.readAllLines(file)
                    : new Sql(database).all("""
                        SELECT verifier FROM domain.log_key AS key JOIN domain.log AS log ON log.id = key.log_id
                        WHERE log.name = ?\
                        """, row -> row.getString(1), AuditLog.LOG.name());
            return keys.stream().map(NoteVerifier::parse).toArray(NoteVerifier[]::new);
        } catch (IOException unreadable) {
            throw new LogRefused(
                    "The audit log's verifier keys can't be read: %s. Check the file's rights and its disk."
                            .formatted(file));
        } catch (InvalidNote malformed) {
            throw new LogRefused(
                    ("A verifier key of the audit log is malformed. Each is a line of %s, or, where that is"
                                    + " not, a row of domain.log_key: put back what was there.")
                            .formatted(file));
        }
    }

    private static @Nullable String merchant(UUID merchant) {
        return merchant.equals(AuditEntry.NOBODY) ? null : IdKind.MERCHANT.text(merchant);
    }

    private static String name(UUID id) {
        return IdKind.AUDIT_ENTRY.text(id);
    }
}
