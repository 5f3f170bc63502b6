package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.publiclog.Findings;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.TransparencySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;

/**
 * Computes the audit log anew, and looks at each row: that it is the one which was sealed, that a server wrote it, and that
 * the columns which are searched say the same. Needs no server.
 */
public final class AuditVerification {

    private static final int FETCHED = 1_000;

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

    private record Row(UUID merchant, UUID id, String actor, String action, String object, String body, String mark) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7));
        }

        String name() {
            return IdKind.AUDIT_ENTRY.text(id);
        }
    }

    /** Whatever a row's key is, so that none lies before the first one that is looked at, or between two pages. */
    private void checkRows(NoteVerifier[] keys, Findings findings) {
        new DirectTransactions(database).commit(sql -> {
            sql.update("""
                DECLARE written NO SCROLL CURSOR FOR
                SELECT merchant_id, id, actor, action, object, body, mark FROM monitoring.audit_entry ORDER BY id\
                """);
            List<Row> rows;
            do {
                rows = sql.all("FETCH " + FETCHED + " FROM written", Row::read);
                rows.forEach(row -> checkRow(row, keys, findings));
            } while (!rows.isEmpty());
            return true;
        });
    }

    private static void checkRow(Row row, NoteVerifier[] keys, Findings findings) {
        if (!marked(row, keys)) {
            findings.add(row.name() + " was not written by a server, or was changed since.");
        } else if (!found(row)) {
            findings.add(row.name() + " is not found where it should be: its columns were changed.");
        }
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

    /** Only for rows that a server wrote: what somebody else wrote may be no JSON. */
    private static boolean found(Row row) {
        JsonNode act = Json.tree(row.body().getBytes(StandardCharsets.UTF_8));
        return row.name().equals(act.path("id").asString())
                && row.actor().equals(act.path("actor").asString())
                && row.action().equals(act.path("action").asString())
                && row.object().equals(act.path("object").asString())
                && merchant(row.merchant()).equals(act.path("merchant").asString(""));
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

    private static String merchant(UUID merchant) {
        return merchant.equals(AuditEntry.NOBODY) ? "" : IdKind.MERCHANT.text(merchant);
    }
}
