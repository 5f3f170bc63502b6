package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import io.counterfoil.domain.signednote.NoteSigner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlogProofTest {

    private final SmallLog log = SmallLog.of(300);
    private final byte[] entry = SmallLog.entry(100);
    private final TlogProof proof = log.prove(100);

    @Test
    void is_written_as_tlog_proof_says() {
        List<String> lines = proof.text().lines().toList();
        assertThat(lines.subList(0, 2)).containsExactly("c2sp.org/tlog-proof@v1", "index 100");
        assertThat(lines.subList(2, 11)).allMatch(line -> line.matches("[A-Za-z0-9+/]{43}="));
        assertThat(lines.subList(11, 14)).containsExactly("", "example.com/receipts", "300");
        assertThat(lines.get(14)).isEqualTo(log.root().base64());
        assertThat(lines.get(15)).isEmpty();
        assertThat(lines.get(16)).startsWith("\u2014 example.com/receipts ");
        assertThat(lines).hasSize(17);
    }

    @Test
    void convinces_whoever_has_the_logs_key() {
        TlogProof read = TlogProof.parse(proof.text().getBytes(UTF_8));
        assertThat(read).isEqualTo(proof);
        read.verify(entry, log.verifier());
    }

    @Test
    void convinces_for_every_leaf_of_small_logs() {
        for (int size = 1; size <= 20; size++) {
            SmallLog small = SmallLog.of(size);
            for (int index = 0; index < size; index++) {
                TlogProof.parse(small.prove(index).text().getBytes(UTF_8))
                        .verify(SmallLog.entry(index), small.verifier());
            }
        }
    }

    @Test
    void may_carry_extra_data_that_is_passed_over() {
        String text = proof.text().replace("index ", "extra aGVsbG8=\nindex ");
        TlogProof.parse(text.getBytes(UTF_8)).verify(entry, log.verifier());
    }

    @Test
    void is_never_valid_with_any_byte_changed() {
        byte[] bytes = proof.text().getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            for (int bit = 1; bit < 256; bit <<= 1) {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) bit;
                refused("byte " + at + ", bit " + bit, flipped);
            }
        }
    }

    @Test
    void is_never_valid_cut_short_or_without_one_of_its_lines() {
        String text = proof.text();
        for (int length = 0; length < text.length(); length++) {
            refused("length " + length, text.substring(0, length).getBytes(UTF_8));
        }
        List<String> lines = text.lines().toList();
        for (int left = 0; left < lines.size(); left++) {
            StringBuilder without = new StringBuilder();
            for (int line = 0; line < lines.size(); line++) {
                without.append(line == left ? "" : lines.get(line) + "\n");
            }
            refused("without line " + left, without.toString().getBytes(UTF_8));
        }
    }

    @Test
    void does_not_convince_about_another_entry() {
        assertThatThrownBy(() -> proof.verify(SmallLog.entry(101), log.verifier()))
                .isInstanceOf(InvalidProof.class);
    }

    @Test
    void does_not_convince_whoever_has_another_key() {
        NoteSigner other = new NoteSigner("example.com/receipts", "k".repeat(32).getBytes(UTF_8));
        assertThatThrownBy(() -> proof.verify(entry, other.verifier())).isInstanceOf(InvalidProof.class);
    }

    @Test
    void does_not_convince_by_another_logs_checkpoint_under_the_same_key() {
        // the key of the log signs a text that begins with another origin
        Checkpoint foreign = new Checkpoint("example.com/audit", 300, log.root());
        TlogProof moved =
                new TlogProof(proof.index(), proof.path(), log.signer().sign(foreign.text()));
        assertThatThrownBy(() -> moved.verify(entry, log.verifier()))
                .isInstanceOf(InvalidProof.class)
                .hasMessage("The checkpoint is another log's.");
    }

    @Test
    void does_not_convince_by_a_note_that_is_no_checkpoint() {
        TlogProof odd = new TlogProof(0, List.of(), log.signer().sign("hello\n"));
        assertThatThrownBy(() -> odd.verify(entry, log.verifier())).isInstanceOf(InvalidProof.class);
    }

    @Test
    void does_not_convince_of_an_index_beyond_the_tree() {
        TlogProof beyond = new TlogProof(300, proof.path(), proof.checkpoint());
        assertThatThrownBy(() -> beyond.verify(entry, log.verifier())).isInstanceOf(InvalidProof.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\n1\n",
                "a\n1\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=",
                "\n1\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "a\n01\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "a\n-1\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "a\n+1\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "a\n9999999999999999999\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
                "a\n1\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE\n",
                "a\n1\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n\nextension\n",
            })
    void knows_what_is_no_checkpoint(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(InvalidProof.class);
    }

    @Test
    void reads_a_checkpoint_back_and_passes_over_extension_lines() {
        Checkpoint checkpoint = new Checkpoint("example.com/receipts", 0, Hash.EMPTY);
        assertThat(checkpoint.text())
                .isEqualTo("example.com/receipts\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        assertThat(Checkpoint.parse(checkpoint.text() + "extension\n")).isEqualTo(checkpoint);
    }

    @Test
    void does_not_take_broken_UTF_8_for_the_character_that_stands_for_it() {
        NoteSigner signer = new NoteSigner("example.com/\ufffd", new byte[32]);
        Hash root = Hash.leaf(entry);
        String text = new TlogProof(
                        0,
                        List.of(),
                        signer.sign(new Checkpoint(signer.verifier().name(), 1, root).text()))
                .text();
        TlogProof.parse(text.getBytes(UTF_8)).verify(entry, signer.verifier());
        byte[] broken = new String(text.getBytes(UTF_8), ISO_8859_1)
                .replace("\u00ef\u00bf\u00bd", "\u00ff")
                .getBytes(ISO_8859_1);
        assertThatThrownBy(() -> TlogProof.parse(broken).verify(entry, signer.verifier()))
                .isInstanceOf(InvalidProof.class);
    }

    private void refused(String description, byte[] changed) {
        assertThatThrownBy(() -> TlogProof.parse(changed).verify(entry, log.verifier()))
                .as(description)
                .isInstanceOf(InvalidProof.class);
    }
}
