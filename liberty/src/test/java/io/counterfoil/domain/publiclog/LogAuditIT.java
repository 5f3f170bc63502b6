package io.counterfoil.domain.publiclog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.receipt.ReceiptLog;
import io.counterfoil.domain.transparency.LogDatabase;
import io.counterfoil.domain.transparency.SharedLogDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
                "UPDATE domain.log_key SET verifier = 'x' | Row 00000000-0000-0000-0000-000000000001 in log_key was changed: The verifier key is malformed.",
                "UPDATE domain.log SET published = 'x' | A checkpoint is not this log's",
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
        database.sql().update("UPDATE domain.log SET published = NULL");
        database.sql().update("UPDATE domain.log_key SET verifier = 'x'");
        database.flip("level = 0 AND number = 1", 1408);

        assertThat(wrong()).hasSize(2).last(STRING).contains("Entry 300 was changed");
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
