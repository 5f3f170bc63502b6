package io.counterfoil.domain.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.publiclog.Proofs;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.LogDatabase;
import io.counterfoil.domain.transparency.SharedLogDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log and a witness that checks what it is shown, on a real database and a real socket. */
@ExtendWith(SharedLogDatabase.class)
class WitnessesIT {

    private final LogDatabase database;
    private WitnessStandIn standIn;
    private Witness witness;

    WitnessesIT(LogDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void begin() throws IOException {
        database.empty();
        standIn = new WitnessStandIn("witness.example/w1", database.verifierKey());
        witness = Witness.parse(standIn.setting());
    }

    @AfterEach
    void end() {
        standIn.close();
    }

    @Test
    void cosigns_what_continues_what_it_has_seen() {
        assertThat(round()).isEmpty();
        for (int more : new int[] {1, 1, 5, 249, 300}) {
            grow(more);
            assertThat(round()).containsInstanceOf(WitnessAnswer.Cosigned.class);
            assertThat(standIn.size()).isEqualTo(database.size());
        }

        Cosignatures.Cosigned cosigned = cosigned().orElseThrow();
        assertThat(cosigned.size()).isEqualTo(556);
        assertThat(cosigned.checkpoint().signatures()).hasSize(2);
        assertThat(cosigned.checkpoint().toString()).startsWith(database.published());
        assertThat(witness.key()
                        .verify(note(), cosigned.checkpoint().signatures().get(1)))
                .isAfter(Instant.ofEpochSecond(1_699_999_999L));
        assertThat(standIn.answers()).containsOnly(200);
        assertThat(round()).isEmpty();
    }

    @Test
    void is_asked_again_from_where_it_is() {
        grow(10);
        round();
        database.sql().update("UPDATE domain.log_cosignature SET size = 0, line = NULL, cosigned_at = NULL");
        grow(10);

        assertThat(round()).containsInstanceOf(WitnessAnswer.Cosigned.class);

        assertThat(standIn.answers()).containsExactly(200, 409, 200);
        assertThat(cosigned().orElseThrow().size()).isEqualTo(20);
    }

    @Test
    void says_when_the_log_contradicts_what_it_has_seen() {
        grow(10);
        standIn.remember(4, Hash.leaf(new byte[0]).bytes());
        assertThat(round()).contains(new WitnessAnswer.Contradicted(422));
        standIn.remember(10, Hash.leaf(new byte[0]).bytes());
        assertThat(round()).contains(new WitnessAnswer.Contradicted(409));
        standIn.remember(11, Hash.leaf(new byte[0]).bytes());
        assertThat(round()).contains(new WitnessAnswer.Contradicted(409));
        assertThat(cosigned()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "garbage", "huge", "wrong signature"})
    void is_believed_only_what_its_key_has_signed(String trouble) {
        grow(3);
        standIn.makeTrouble(trouble);
        assertThat(round()).containsInstanceOf(WitnessAnswer.Refused.class);
        assertThat(cosigned()).isEmpty();
        grow(1);
        assertThat(round()).containsInstanceOf(WitnessAnswer.Cosigned.class);
    }

    @Test
    void may_be_away_and_come_back() {
        grow(3);
        standIn.makeTrouble("hang up");
        assertThat(round()).contains(new WitnessAnswer.Silent());
        grow(3);
        assertThat(round()).containsInstanceOf(WitnessAnswer.Cosigned.class);
        assertThat(cosigned().orElseThrow().size()).isEqualTo(6);
    }

    @Test
    void holds_no_proof_at_an_old_checkpoint_when_it_is_gone() {
        grow(3);
        round();
        grow(3);
        assertThat(proof()).contains("\n3\n", "\u2014 witness.example/w1 ");

        database.sql().update("UPDATE domain.log_cosignature SET cosigned_at = cosigned_at - interval '2 days'");
        assertThat(proof()).contains("\n6\n").doesNotContain("\u2014 witness.example/w1 ");
        assertThat(cosigned().orElseThrow().size()).isEqualTo(3);

        round();
        assertThat(proof()).contains("\n6\n", "\u2014 witness.example/w1 ");
    }

    @Test
    void is_asked_by_one_server_at_a_time() {
        grow(3);
        Watch patient = watch(Duration.ofMinutes(1));
        standIn.makeTrouble("stranger");
        assertThat(patient.round()).isPresent();
        assertThat(watch(Duration.ofMinutes(1)).round()).isEmpty();
    }

    @Test
    void several_sign_one_checkpoint_and_late_ones_do_not_hide_it() {
        try (WitnessStandIn second = new WitnessStandIn("witness.example/w2", database.verifierKey())) {
            Witness other = Witness.parse(second.setting());
            grow(3);
            round();
            watch(other, Duration.ZERO).round();
            assertThat(cosigned().orElseThrow().checkpoint().signatures()).hasSize(3);
            grow(3);
            round();
            assertThat(cosigned().orElseThrow().size()).isEqualTo(6);
            assertThat(cosigned().orElseThrow().checkpoint().signatures()).hasSize(2);
        }
    }

    @Test
    void must_be_reached_safely_and_have_a_key_of_its_kind() {
        String key = standIn.setting().split(" ")[0];
        assertThat(Witness.parse(key + " https://witness.example").addCheckpoint())
                .hasToString("https://witness.example/add-checkpoint");
        for (String wrong : new String[] {
            "",
            key,
            key + " http://witness.example",
            key + " ftp://localhost",
            database.verifierKey() + " https://witness.example"
        }) {
            assertThatThrownBy(() -> Witness.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Of the first receipt. */
    private String proof() {
        return database.sql()
                .all(
                        "SELECT merchant_id, item_id FROM domain.log_leaf WHERE leaf_index = 0",
                        row -> new Proofs(database.source())
                                .of(row.getObject(1, UUID.class), row.getObject(2, UUID.class))
                                .orElseThrow())
                .get(0);
    }

    private void grow(int more) {
        database.issue(more);
        database.seal();
    }

    private Optional<WitnessAnswer> round() {
        return watch(Duration.ZERO).round();
    }

    private Watch watch(Duration pause) {
        return watch(witness, pause);
    }

    private Watch watch(Witness witness, Duration pause) {
        return new Watch(database.sql(), new WitnessClient(), witness, database.id(), pause);
    }

    private Optional<Cosignatures.Cosigned> cosigned() {
        return new Cosignatures(database.sql()).newest(database.id());
    }

    private SignedNote note() {
        return SignedNote.parse(database.published().getBytes(UTF_8));
    }
}
