package io.counterfoil.domain.publiclog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.receipt.ReceiptLog;
import io.counterfoil.domain.signednote.NoteSigner;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.AnnouncedKeys;
import io.counterfoil.domain.transparency.LogDatabase;
import io.counterfoil.domain.transparency.SharedLogDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody with SQL can do to the log of receipts, and that it is found, with its place. */
@ExtendWith(SharedLogDatabase.class)
class LogAuditIT {

    private final LogDatabase database;

    LogAuditIT(LogDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void empty() throws IOException {
        database.empty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE domain.receipt SET signed = concat(signed, ' ') WHERE id = (%s) | Entry 300 was made for",
                "DELETE FROM domain.receipt WHERE id = (%s) | Entry 300 was made for",
                "DELETE FROM domain.log_leaf WHERE item_id = (%s) | Entry 300 belongs to nothing",
                "UPDATE domain.log_leaf SET leaf_index = 5000 WHERE item_id = (%s) | Entry 300 belongs to nothing",
                "DELETE FROM domain.log_tile WHERE level = -1 AND number = 1 | Entry 256 is missing",
                "UPDATE domain.log_tile SET bytes = substr(bytes, 1, 1500) WHERE level = -1 AND number = 1 | Entries 256 to 511 can't be read, since tile/entries/001 was changed: A bundle ends within an entry, after 44 whole ones.",
                "UPDATE domain.log_tile SET bytes = substr(bytes, 1, 1496) WHERE level = -1 AND number = 1 | Entry 300 is missing",
                "UPDATE domain.log_tile SET bytes = substr(bytes, 1, 1500) WHERE level = 0 AND number = 1 | Entries 256 to 511 can't be read, since tile/0/001 was changed",
                "UPDATE domain.log_tile SET bytes = substr(bytes, 1, 40) WHERE level = 1 | The entries from 256 on",
                "UPDATE domain.log_tile SET bytes = byteacat(bytes, substr(bytes, 1, 34)) WHERE level = -1 AND number = 2 | tile/entries/002 holds entries beyond the log's end, from 600 on",
                "UPDATE domain.log_tile SET bytes = byteacat(bytes, sha256('')) WHERE level = 0 AND number = 2 | tile/0/002 holds more than the log has",
                "UPDATE domain.log_tile SET bytes = byteacat(bytes, sha256('')) WHERE level = 1 | tile/1/000 holds more than the log has",
                "INSERT INTO domain.log_tile SELECT log_id, level, 3, bytes FROM domain.log_tile WHERE level = -1 AND number = 0 | tile/entries/003 lies beyond the log's end",
                "INSERT INTO domain.log_tile SELECT log_id, level, 3, bytes FROM domain.log_tile WHERE level = 0 AND number = 0 | tile/0/003 lies beyond the log's end",
                "INSERT INTO domain.log_tile SELECT log_id, 2, 0, sha256('') FROM domain.log_tile WHERE level = 1 | tile/2/000 lies beyond the log's end",
                "INSERT INTO domain.log_tile SELECT log_id, 0, 9223372036854775807, bytes FROM domain.log_tile WHERE level = 1 | tile/0/x009/x223/x372/x036/x854/x775/807 lies beyond the log's end",
                "INSERT INTO domain.log_tile SELECT log_id, -2, -1, bytes FROM domain.log_tile WHERE level = 1 | Tile -1 of level -2 lies beyond the log's end",
                "UPDATE domain.log_key SET verifier = 'x' | Row 00000000-0000-0000-0000-000000000001 in log_key was changed: The verifier key is malformed.",
                "UPDATE domain.log SET published = 'x' | A checkpoint is not this log's",
                "UPDATE domain.log SET published = NULL | covers 0 entries, but 600 were published: it was replaced",
                "UPDATE domain.log SET root = sha256('') | The root of the tree",
                "UPDATE domain.log SET published = replace(published, '600', '601') | A checkpoint is not this log's",
            })
    void an_audit_finds_what_was_changed_by_sql(String change, String finding) {
        database.issue(600);
        database.seal();
        assertGood(600);

        database.sql().update(change.formatted("SELECT item_id FROM domain.log_leaf WHERE leaf_index = 300"));

        assertThat(wrong().get(0)).contains(finding);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "level = 0 AND number = 1 | 1408 | Entry 300 was changed",
                "level = -1 AND number = 1 | 1500 | Entry 300 was changed",
                "level = 1 AND number = 0 | 40 | The entries from 256 on",
            })
    void an_audit_finds_a_changed_byte_of_a_tile_with_its_index(String tile, int at, String finding) {
        database.issue(600);
        database.seal();

        database.flip(tile, at);

        assertThat(wrong().get(0)).contains(finding);
    }

    @Test
    void a_changed_key_hides_no_other_finding() {
        database.issue(600);
        database.seal();
        database.sql().update("UPDATE domain.log SET published = NULL, published_size = 0");
        database.sql().update("UPDATE domain.log_key SET verifier = 'x'");
        database.flip("level = 0 AND number = 1", 1408);

        assertThat(wrong()).hasSize(2).last(STRING).contains("Entry 300 was changed");
    }

    /** A genuine one, so nothing is wrong with it by itself. */
    @Test
    void an_audit_finds_that_an_older_checkpoint_is_shown_in_place_of_the_last_one() {
        database.issue(300);
        database.seal();
        String older = database.published();
        database.issue(300);
        database.seal();
        assertGood(600);

        database.sql().update("UPDATE domain.log SET published = ?", older);

        assertThat(wrong())
                .containsExactly("The checkpoint that is shown to everyone covers 300 entries, but 600 were published:"
                        + " it was replaced.");
    }

    @Test
    void an_audit_names_a_key_that_no_server_made_and_believes_nothing_that_it_signed() throws IOException {
        database.issue(600);
        database.seal();
        announce(database.signer());
        NoteSigner stranger = stranger();
        // the oldest by its id
        addKey(new UUID(0, 0), stranger, Optional.empty());
        String foreign = "Row 00000000-0000-0000-0000-000000000000 in log_key is no key of this log: no server has"
                + " announced it.";
        assertThat(wrong()).containsExactly(foreign);

        database.sql()
                .update(
                        "UPDATE domain.log SET published = ?",
                        stranger.sign(database.published().split("\n\n")[0] + "\n")
                                .toString());

        assertThat(wrong()).hasSize(2).first(STRING).isEqualTo(foreign);
        assertThat(wrong()).last(STRING).contains("A checkpoint is not this log's");
    }

    /** As on a machine that no server has run on. */
    @Test
    void an_audit_without_announced_keys_believes_the_first_one_and_whom_it_announces() {
        database.issue(600);
        database.seal();
        NoteSigner first = database.signer();
        NoteSigner next = new NoteSigner(first.verifier().name(), "n".repeat(32).getBytes(UTF_8));
        SignedNote announcement = first.sign(first.verifier().name() + " has a new key\nold " + first.verifier()
                + "\nnew " + next.verifier() + "\n");
        addKey(new UUID(0, 2), next, Optional.of(announcement));
        assertGood(600);

        addKey(new UUID(0, 3), stranger(), Optional.of(announcement));
        addKey(new UUID(0, 4), stranger(), Optional.empty());

        assertThat(wrong())
                .hasSize(2)
                .allMatch(wrong -> wrong.matches("Row 0{8}(-0{4}){3}-0{11}[34] in log_key is no key of this log: .*"));
    }

    private void announce(NoteSigner key) throws IOException {
        AnnouncedKeys.beside(database.record(), "receipts")
                .append(key.verifier().text());
    }

    private NoteSigner stranger() {
        return new NoteSigner(database.signer().verifier().name(), new byte[32]);
    }

    private void addKey(UUID id, NoteSigner key, Optional<SignedNote> announcement) {
        database.sql()
                .update(
                        """
                        INSERT INTO domain.log_key (log_id, id, verifier, sealed, created_at, announcement)
                        VALUES (?, ?, ?, '', now(), ?)\
                        """,
                        database.id(),
                        id,
                        key.verifier().text(),
                        announcement.map(SignedNote::toString).orElse(null));
    }

    @Test
    void a_root_that_is_no_hash_is_refused_with_the_name_of_its_log() {
        database.issue(3);
        database.seal();
        database.sql().update("UPDATE domain.log SET root = 'x'");
        assertThatThrownBy(this::wrong)
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("example.com/receipts")
                .hasMessageContaining("it is no hash");
    }

    @Test
    void an_audit_finds_a_receipt_that_was_never_logged() {
        database.issue(3);
        database.seal();
        database.issue(1);
        assertThat(audit().run(new Findings(wrong -> {})).waiting()).isOne();
        assertGood(3);

        database.sql().update("DELETE FROM domain.log_queue");

        assertThat(wrong().get(0)).contains("neither in the log nor on its way");
    }

    @Test
    void two_saved_checkpoints_are_consistent_or_not() {
        database.issue(300);
        database.seal();
        byte[] older = database.published().getBytes(UTF_8);
        database.issue(300);
        database.seal();
        byte[] newer = database.published().getBytes(UTF_8);
        String origin = database.signer().verifier().name();
        byte[] forked = database.signer()
                .sign(new Checkpoint(origin, 300, Hash.EMPTY).text())
                .bytes();

        assertThat(audit().contradiction(older, newer)).isEmpty();
        assertThat(audit().contradiction(newer, older)).isPresent();
        assertThat(audit().contradiction(forked, newer)).isPresent();
        assertThat(audit().contradiction("x".getBytes(UTF_8), newer)).isPresent();
        byte[] beyond = database.signer()
                .sign(new Checkpoint(origin, 601, Hash.EMPTY).text())
                .bytes();
        assertThat(audit().contradiction(newer, beyond))
                .hasValue(
                        "The database holds 600 entries, but 601 were published: it is older than what was promised.");
        database.sql().update("UPDATE domain.log_key SET verifier = 'x'");
        assertThat(audit().contradiction(older, newer)).isPresent();
    }

    private LogAudit audit() {
        return ReceiptLog.audit(database.source(), database.record());
    }

    private void assertGood(long size) {
        List<String> wrong = new ArrayList<>();
        assertThat(audit().run(new Findings(wrong::add)).size()).isEqualTo(size);
        assertThat(wrong).isEmpty();
    }

    private List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        audit().run(new Findings(wrong::add));
        return wrong;
    }
}
