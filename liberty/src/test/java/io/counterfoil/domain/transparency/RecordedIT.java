package io.counterfoil.domain.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.publiclog.LostRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that knows nothing of a log: because the log is new, because the server is, or because it was lost. */
@ExtendWith(SharedLogDatabase.class)
class RecordedIT {

    private final LogDatabase database;

    RecordedIT(LogDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void empty() throws IOException {
        database.empty();
    }

    @Test
    void knows_a_log_from_its_first_day_on() throws IOException {
        Files.delete(database.record());

        assertThat(recorded(false).begin()).isTrue();

        assertThat(last()).isEqualTo(Recorded.empty(database.log()));
        database.issue(3);
        database.seal();
        assertThat(recorded(false).begin()).isTrue();
        assertThat(last()).isEqualTo(database.log().checkpoint());
    }

    @Test
    void was_lost_where_it_knows_nothing_of_a_log_with_entries() throws IOException {
        database.issue(3);
        database.seal();
        assertThat(recorded(false).isLost(true)).isFalse();
        Files.delete(database.record());

        Recorded recorded = recorded(false);

        assertThatThrownBy(recorded::begin)
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("example.com/receipts")
                .hasMessageContaining("it was lost");
        assertThat(recorded.isLost(false)).isTrue();
        assertThat(database.record()).doesNotExist();
    }

    @Test
    void begins_with_what_is_shown_where_a_server_joins() throws IOException {
        database.issue(3);
        database.seal();
        Checkpoint published = database.log().checkpoint();
        database.issue(2);
        Files.delete(database.record());

        Recorded recorded = recorded(true);

        assertThat(recorded.begin()).isFalse();
        assertThat(recorded.isLost(false)).isFalse();
        assertThat(recorded.isLost(true)).isTrue();
        assertThat(database.record()).doesNotExist();
        recorded.join(recorded.shown());
        assertThat(last()).isEqualTo(published);
        assertThat(recorded.begin()).isTrue();
    }

    @Test
    void does_not_begin_with_what_the_log_has_not_signed() throws IOException {
        database.issue(3);
        database.seal();
        Files.delete(database.record());
        database.sql().update("UPDATE domain.log SET published = replace(published, '3', '4')");

        assertThatThrownBy(recorded(true)::shown)
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("was changed in the database");
    }

    @Test
    void is_begun_anew_by_an_operator_with_what_the_log_has_signed_and_holds() throws IOException {
        database.issue(300);
        database.seal();
        Checkpoint published = database.log().checkpoint();
        Files.delete(database.record());

        assertThat(new LostRecord(database.source(), database.record()).begin()).containsExactly(published);

        assertThat(last()).isEqualTo(published);
        assertThat(new LostRecord(database.source(), database.record()).begin()).isEmpty();
        database.issue(1);
        database.seal();
        assertThat(database.size()).isEqualTo(301);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE domain.log_tile SET bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1) WHERE level = 0",
                "UPDATE domain.log SET published_size = 299",
                "UPDATE domain.log SET published = 'x'",
                "UPDATE domain.log_key SET verifier = 'x'",
            })
    void is_not_begun_anew_from_a_database_that_was_changed(String change) throws IOException {
        database.issue(300);
        database.seal();
        Files.delete(database.record());
        database.sql().update(change);

        LostRecord lost = new LostRecord(database.source(), database.record());

        assertThatThrownBy(lost::begin).isInstanceOf(LogRefused.class).hasMessageContaining("nothing was begun");
        assertThat(database.record()).doesNotExist();
    }

    private Recorded recorded(boolean mayJoin) {
        return new Recorded(
                database::log,
                database.outside(),
                log -> List.of(database.signer().verifier()),
                () -> mayJoin);
    }

    private Checkpoint last() {
        return database.outside().last(database.log().origin()).orElseThrow();
    }
}
