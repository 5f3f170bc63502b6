package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.publiclog.Findings;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.AnnouncedKeys;
import io.counterfoil.domain.transparency.TransparencySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    private final DataSource database;
    private final ConfigurationSource configuration;
    private final InstantSource time;

    public AuditVerification(DataSource database, ConfigurationSource configuration, InstantSource time) {
        this.database = database;
        this.configuration = configuration;
        this.time = time;
    }

    /** Looks at everything; what the sealed log itself finds is found first. */
    public LogAudit.Report run(Findings findings) {
        Path record = TransparencySettings.record(configuration);
        LogAudit.Report sealed = new LogAudit(
                        database,
                        AuditLog.LOG.name(),
                        AuditLog.items(AuditSettings.RETENTION.in(configuration), time.instant()),
                        record)
                .run(findings);
        checkRows(keys(record), findings);
        return sealed;
    }

    private record Row(UUID merchant, UUID id, String body, String mark) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3), row.getString(4));
        }
    }

    /** Whatever a row's key is, so that none lies before the first one that is looked at, or between two pages. */
    private void checkRows(NoteVerifier[] keys, Findings findings) {
        new DirectTransactions(database).commit(sql -> {
            sql.cursor(
                            "written",
                            "SELECT merchant_id, id, body, mark FROM monitoring.audit_entry ORDER BY id",
                            Row::read)
                    .forEachSome(rows -> checkRows(rows, keys, sql, findings));
            return true;
        });
    }

    private static void checkRows(List<Row> rows, NoteVerifier[] keys, Sql sql, Findings findings) {
        List<Row> written = new ArrayList<>();
        for (Row row : rows) {
            if (marked(row, keys)) {
                written.add(row);
            } else {
                findings.add(name(row.id()) + " was not written by a server, or was changed since.");
            }
        }
        checkColumns(sql, written, findings);
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

    /** Only of rows that a server wrote: what somebody else wrote may be no JSON. Primary key audit_entry_pkey. */
    private static void checkColumns(Sql sql, List<Row> written, Findings findings) {
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
                        FROM monitoring.audit_entry
                        WHERE (merchant_id, id) IN (SELECT * FROM unnest(?::uuid[], ?::uuid[])) ORDER BY id\
                        """,
                        row -> new Columns(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getString(3),
                                row.getString(4),
                                row.getBoolean(5)),
                        written.stream().map(row -> row.merchant().toString()).toArray(String[]::new),
                        written.stream().map(row -> row.id().toString()).toArray(String[]::new))
                .stream()
                .filter(row -> !row.same()
                        || !row.bodyId().equals(name(row.id()))
                        || !Objects.equals(row.bodyMerchant(), merchant(row.merchant())))
                .forEach(row ->
                        findings.add(name(row.id()) + " is not found where it should be: its columns were changed."));
    }

    /** As the server last wrote them outside the database; where that file is not, as the database has them. */
    private NoteVerifier[] keys(Path record) {
        Path file = AnnouncedKeys.beside(record, AuditLog.LOG.name()).file();
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
