package io.counterfoil.monitoring.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.publiclog.Findings;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.transparency.KeptLog;
import io.counterfoil.domain.transparency.LogDatabase;
import io.counterfoil.domain.transparency.LogQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody with SQL can do to the audit log, and that each row of it is named. */
class AuditVerificationIT {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final UUID MERCHANT = new UUID(7, 7);

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    private static Path directory;

    private static LogDatabase database;

    @BeforeAll
    static void start() {
        database = new LogDatabase(directory, new KeptLog("audit", false));
        database.migrate("/io/counterfoil/monitoring/audit/V20__audit.sql");
        database.sql().update("CREATE TABLE monitoring.audit_entry_all PARTITION OF monitoring.audit_entry DEFAULT");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() throws IOException {
        database.empty();
        database.sql().update("TRUNCATE monitoring.audit_entry");
    }

    @Test
    void finds_nothing_wrong_with_what_the_server_wrote() {
        acts(40);
        assertThat(verify().wrong()).isEmpty();
        assertThat(verify().size()).isEqualTo(40);
    }

    @Test
    void names_a_row_that_was_deleted() {
        UUID id = acts(5).get(2);
        change("DELETE FROM monitoring.audit_entry WHERE id = ?", id);
        assertThat(verify().wrong())
                .containsExactly("Entry 2 was made for %s of merchant %s, which is gone."
                        .formatted(name(id), IdKind.MERCHANT.text(MERCHANT)));
    }

    @Test
    void names_each_of_many() {
        List<UUID> ids = acts(30);
        ids.forEach(id -> change("DELETE FROM monitoring.audit_entry WHERE id = ?", id));
        assertThat(verify().wrong()).hasSize(30).allMatch(wrong -> wrong.endsWith("which is gone."));
    }

    @Test
    void names_each_of_many_that_were_added() {
        List<String> added = IntStream.range(0, 2_100)
                .mapToObj(i -> name(write(NOW, false, false)) + " of merchant " + IdKind.MERCHANT.text(MERCHANT)
                        + " is neither in the log nor on its way there.")
                .toList();
        assertThat(verify().wrong()).hasSize(4_200).containsAll(added);
    }

    @Test
    void names_a_row_that_was_deleted_with_its_place() {
        UUID id = acts(5).get(2);
        change("DELETE FROM monitoring.audit_entry WHERE id = ?", id);
        change("DELETE FROM domain.log_leaf WHERE item_id = ?", id);
        assertThat(verify().wrong()).containsExactly("Entry 2 belongs to nothing: its row in log_leaf is gone.");
    }

    @Test
    void names_a_row_that_was_deleted_with_an_old_date_in_its_place() {
        UUID id = acts(5).get(0);
        change("DELETE FROM monitoring.audit_entry WHERE id = ?", id);
        UUID old = new UUID(NOW.minus(Duration.ofDays(800)).toEpochMilli() << 16 | 0x7000, 1);
        change("UPDATE domain.log_leaf SET item_id = '" + old + "' WHERE item_id = ?", id);
        assertThat(verify().wrong())
                .singleElement()
                .asString()
                .contains("Entry 0")
                .contains("gone");
    }

    @Test
    void names_a_row_with_another_body() {
        UUID id = acts(5).get(2);
        change("UPDATE monitoring.audit_entry SET body = replace(body, 'opt_1', 'opt_2') WHERE id = ?", id);
        assertThat(verify().wrong()).isNotEmpty().allMatch(wrong -> wrong.contains(name(id)));
    }

    @Test
    void names_a_row_with_a_body_that_is_no_JSON() {
        UUID id = acts(5).get(2);
        change("UPDATE monitoring.audit_entry SET body = 'nothing happened' WHERE id = ?", id);
        assertThat(verify().wrong()).isNotEmpty().allMatch(wrong -> wrong.contains(name(id)));
    }

    @Test
    void names_a_row_whose_columns_say_something_else() {
        UUID id = acts(5).get(2);
        for (String change : List.of("actor = 'opt_2'", "action = 'nothing'", "object = 'x'")) {
            change("UPDATE monitoring.audit_entry SET " + change + " WHERE id = ?", id);
            assertThat(verify().wrong())
                    .singleElement()
                    .asString()
                    .startsWith(name(id))
                    .contains("columns");
        }
    }

    @Test
    void names_a_row_that_was_given_to_another_merchant() {
        UUID id = acts(5).get(2);
        change("UPDATE monitoring.audit_entry SET merchant_id = '" + UUID.randomUUID() + "' WHERE id = ?", id);
        assertThat(verify().wrong()).isNotEmpty().allMatch(wrong -> wrong.contains(name(id)));
    }

    /** The thousandth, after which the next page of rows begins: whoever knows how they are read puts it just there. */
    @Test
    void names_a_copy_for_another_merchant_wherever_its_row_lies() {
        List<UUID> ids = acts(2_001);
        for (UUID id : List.of(ids.get(0), ids.get(999), ids.get(1_000), ids.get(2_000))) {
            UUID another = new UUID(8, 8);
            copyTo(another, id);
            assertThat(verify().wrong())
                    .contains(name(id) + " is not found where it should be: its columns were changed.")
                    .allMatch(wrong -> wrong.contains(name(id)));
            change("DELETE FROM monitoring.audit_entry WHERE merchant_id = '" + another + "' AND id = ?", id);
        }
    }

    /** Its place in the log, too, so that the log's own findings do not give it away. */
    @Test
    void names_a_copy_that_was_queued_and_sealed() {
        UUID id = acts(5).get(2);
        copyTo(new UUID(8, 8), id);
        change("""
            INSERT INTO domain.log_queue (merchant_id, item_id, log, entry)
            SELECT merchant_id, id, 'audit', uuid_send(id) || sha256(convert_to(body, 'UTF8'))
            FROM monitoring.audit_entry WHERE merchant_id = '00000000-0000-0008-0000-000000000008' AND id = ?\
            """, id);
        database.seal();
        assertThat(verify().size()).isEqualTo(6);
        assertThat(verify().wrong())
                .containsExactly(name(id) + " is not found where it should be: its columns were changed.");
    }

    @Test
    void names_a_row_without_an_id_and_without_a_merchant() {
        acts(5);
        UUID nil = new UUID(0, 0);
        change("INSERT INTO monitoring.audit_entry VALUES ('" + nil + "', ?, 'opt_1', 'nothing', 'x', 'y', 'z')", nil);
        assertThat(verify().wrong())
                .contains(name(nil) + " was not written by a server, or was changed since.")
                .allMatch(wrong -> wrong.contains(name(nil)));
    }

    @Test
    void names_a_row_whose_mark_is_another() {
        UUID id = acts(5).get(2);
        change(
                "UPDATE monitoring.audit_entry SET mark = (SELECT mark FROM monitoring.audit_entry ORDER BY id LIMIT 1)"
                        + " WHERE id = ?",
                id);
        assertThat(verify().wrong()).containsExactly(name(id) + " was not written by a server, or was changed since.");
    }

    @Test
    void names_two_rows_that_changed_places() {
        List<UUID> ids = acts(5);
        UUID spare = UUID.randomUUID();
        rename(ids.get(1), spare);
        rename(ids.get(3), ids.get(1));
        rename(spare, ids.get(3));
        assertThat(verify().wrong())
                .anyMatch(wrong -> wrong.startsWith("Entry 1") && wrong.contains(name(ids.get(1))))
                .anyMatch(wrong -> wrong.startsWith("Entry 3") && wrong.contains(name(ids.get(3))));
    }

    @Test
    void names_two_entries_whose_places_were_exchanged() {
        List<UUID> ids = acts(5);
        change(
                "UPDATE domain.log_leaf SET leaf_index = 4 - leaf_index WHERE leaf_index IN (1, 3) AND item_id <> ?",
                MERCHANT);
        assertThat(verify().wrong())
                .hasSize(2)
                .anyMatch(wrong -> wrong.startsWith("Entry 1") && wrong.contains(name(ids.get(3))))
                .anyMatch(wrong -> wrong.startsWith("Entry 3") && wrong.contains(name(ids.get(1))));
    }

    @Test
    void names_a_row_that_was_added() {
        acts(5);
        UUID id = write(NOW, false, false);
        assertThat(verify().wrong())
                .contains(name(id) + " of merchant " + IdKind.MERCHANT.text(MERCHANT)
                        + " is neither in the log nor on its way there.")
                .allMatch(wrong -> wrong.contains(name(id)));
    }

    /** The server itself seals it: whoever knows of the queue gets so far, but not to the log's key. */
    @Test
    void names_a_row_that_was_added_and_queued_and_sealed() {
        acts(5);
        UUID id = write(NOW, false, true);
        database.seal();
        assertThat(verify().size()).isEqualTo(6);
        assertThat(verify().wrong()).containsExactly(name(id) + " was not written by a server, or was changed since.");
    }

    @Test
    void names_what_is_missing_when_all_of_the_log_is_gone() throws IOException {
        acts(5);
        Path kept = Files.copy(database.record(), directory.resolve("kept-" + UUID.randomUUID()));
        empty();
        Files.copy(kept, database.record(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(verify().wrong()).singleElement().asString().contains("older than what was promised");
    }

    @Test
    void forgives_what_was_kept_long_enough() {
        UUID old = write(NOW.minus(Duration.ofDays(400)), true, true);
        UUID younger = write(NOW.minus(Duration.ofDays(300)), true, true);
        database.seal();
        assertThat(verify().wrong()).isEmpty();
        change("DELETE FROM monitoring.audit_entry WHERE id = ?", old);
        assertThat(verify().wrong()).isEmpty();
        change("DELETE FROM monitoring.audit_entry WHERE id = ?", younger);
        assertThat(verify().wrong())
                .singleElement()
                .asString()
                .contains(name(younger))
                .contains("gone");
    }

    private record Verified(long size, List<String> wrong) {}

    private static Verified verify() {
        List<String> wrong = new ArrayList<>();
        LogAudit.Report report = new AuditVerification(
                        database.source(),
                        name -> name.equals("counterfoil.transparency.record")
                                ? Optional.of(database.record().toString())
                                : Optional.empty(),
                        () -> NOW)
                .run(new Findings(wrong::add));
        return new Verified(report.size(), wrong);
    }

    /** Sealed in the order of the list. */
    private static List<UUID> acts(int count) {
        List<UUID> ids = database.transactions()
                .commit(sql -> IntStream.range(0, count)
                        .mapToObj(i -> write(sql, NOW.minusSeconds(count - i), true, true))
                        .toList());
        database.seal();
        return ids;
    }

    /** As the server does, or somebody without its key, or without the queue. */
    private static UUID write(Instant at, boolean honest, boolean queued) {
        return write(database.sql(), at, honest, queued);
    }

    private static UUID write(Sql sql, Instant at, boolean honest, boolean queued) {
        UUID id = new Ids(() -> at, new SecureRandom()).next();
        String body = """
            {"action":"api_key.revoked","actor":"opt_1","at":"%s","facts":{"n":"1"},"id":"%s","merchant":"%s",\
            "object":"key_1","result":"done","source":null}\
            """.formatted(at, name(id), IdKind.MERCHANT.text(MERCHANT));
        String mark = database.signer()
                .sign((honest ? body : "something else") + "\n")
                .signatures()
                .get(0)
                .line();
        sql.update(
                "INSERT INTO monitoring.audit_entry VALUES (?, ?, 'opt_1', 'api_key.revoked', 'key_1', ?, ?)",
                MERCHANT,
                id,
                body,
                mark);
        if (queued) {
            sql.update(
                    LogQueue.INSERT + "VALUES (?, ?, 'audit', ?)",
                    MERCHANT,
                    id,
                    AuditLog.entry(id, body.getBytes(UTF_8)));
        }
        return id;
    }

    private static void copyTo(UUID merchant, UUID id) {
        change("""
            INSERT INTO monitoring.audit_entry
            SELECT '%s', id, actor, action, object, body, mark FROM monitoring.audit_entry WHERE id = ?\
            """.formatted(merchant), id);
    }

    private static void rename(UUID from, UUID to) {
        change("UPDATE monitoring.audit_entry SET id = '" + to + "' WHERE id = ?", from);
    }

    private static void change(String statement, UUID id) {
        database.sql().update(statement, id);
    }

    private static String name(UUID id) {
        return IdKind.AUDIT_ENTRY.text(id);
    }
}
