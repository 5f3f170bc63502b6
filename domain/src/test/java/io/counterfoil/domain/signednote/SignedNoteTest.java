package io.counterfoil.domain.signednote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    private static final NoteSigner SIGNER = new NoteSigner("example.com/log", new byte[32]);
    private static final NoteSigner OTHER =
            new NoteSigner("example.com/log", "k".repeat(32).getBytes(UTF_8));
    private static final String TEXT = "example.com/log\n5\nsome text\n";

    // the example of the Go checksum database's note package, which other projects test with too
    private static final String PUBLISHED_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String PUBLISHED_NOTE = "This is an example message.\n\n\u2014 example.com/foo "
            + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    @Test
    void opens_a_note_that_another_implementation_signed() {
        NoteVerifier verifier = NoteVerifier.parse(PUBLISHED_KEY);
        assertThat(parse(PUBLISHED_NOTE).open(verifier)).isEqualTo("This is an example message.\n");
        assertThat(verifier.text()).isEqualTo(PUBLISHED_KEY);
        assertThat(Integer.toHexString(verifier.keyId())).isEqualTo("530d903a");
    }

    @Test
    void gives_the_text_to_whoever_knows_a_key_that_signed_it() {
        SignedNote note = SIGNER.sign(TEXT);
        SignedNote read = SignedNote.parse(note.bytes());
        assertThat(read).isEqualTo(note);
        assertThat(read.open(NoteVerifier.parse(SIGNER.verifier().text()))).isEqualTo(TEXT);
    }

    @Test
    void is_signed_the_same_way_every_time() {
        assertThat(SIGNER.sign(TEXT)).isEqualTo(SIGNER.sign(TEXT));
    }

    @Test
    void opens_for_either_key_while_one_takes_over() {
        SignedNote note = SignedNote.parse(OTHER.cosign(SIGNER.sign(TEXT)).bytes());
        assertThat(note.open(SIGNER.verifier())).isEqualTo(TEXT);
        assertThat(note.open(OTHER.verifier())).isEqualTo(TEXT);
        assertThat(note.open(SIGNER.verifier(), OTHER.verifier())).isEqualTo(TEXT);
        assertThat(note.signatures()).hasSize(2);
    }

    @Test
    void stays_shut_for_a_key_that_did_not_sign() {
        SignedNote note = SIGNER.sign(TEXT);
        assertThatThrownBy(() -> note.open(OTHER.verifier())).isInstanceOf(InvalidNote.class);
        assertThatThrownBy(note::open).isInstanceOf(InvalidNote.class);
    }

    @Test
    void stays_shut_for_a_key_of_another_name_with_the_same_bytes() {
        NoteVerifier renamed = new NoteSigner("example.com/other", new byte[32]).verifier();
        SignedNote note = SIGNER.sign(TEXT);
        assertThatThrownBy(() -> note.open(renamed)).isInstanceOf(InvalidNote.class);
    }

    @Test
    void is_spoilt_by_a_wrong_signature_of_a_known_key_beside_a_right_one() {
        NoteSignature wrong = OTHER.sign("another text\n").signatures().get(0);
        SignedNote note = SIGNER.sign(TEXT).with(wrong);
        assertThat(note.open(SIGNER.verifier())).isEqualTo(TEXT);
        assertThatThrownBy(() -> note.open(SIGNER.verifier(), OTHER.verifier())).isInstanceOf(InvalidNote.class);
    }

    @Test
    void passes_over_signatures_of_keys_that_are_not_known_however_long() {
        NoteSignature witness = NoteSignature.of("witness.example", 42, new byte[5_000]);
        SignedNote note = SignedNote.parse(SIGNER.sign(TEXT).with(witness).bytes());
        assertThat(note.open(SIGNER.verifier())).isEqualTo(TEXT);
    }

    @Test
    void is_never_opened_with_any_byte_changed() {
        byte[] note = SIGNER.sign(TEXT).bytes();
        for (int at = 0; at < note.length; at++) {
            for (int bit = 1; bit < 256; bit <<= 1) {
                byte[] flipped = note.clone();
                flipped[at] ^= (byte) bit;
                assertThatThrownBy(() -> SignedNote.parse(flipped).open(SIGNER.verifier()))
                        .as("byte %d, bit %d", at, bit)
                        .isInstanceOf(InvalidNote.class);
            }
        }
    }

    @Test
    void is_never_opened_cut_short_or_with_something_behind() {
        String note = SIGNER.sign(TEXT).toString();
        for (int length = 0; length < note.length(); length++) {
            String cut = note.substring(0, length);
            assertThatThrownBy(() -> parse(cut).open(SIGNER.verifier())).isInstanceOf(InvalidNote.class);
        }
        for (String behind : List.of("\n", "x", "x\n", "\u2014 a\n", "\n\u2014 a aaaaaaaa\n")) {
            assertThatThrownBy(() -> parse(note + behind).open(SIGNER.verifier()))
                    .isInstanceOf(InvalidNote.class);
        }
    }

    @Test
    void takes_64_signatures_and_no_more() {
        SignedNote note = SIGNER.sign(TEXT);
        for (int more = 1; more < 64; more++) {
            note = note.with(NoteSignature.of("witness.example", more, new byte[64]));
        }
        assertThat(SignedNote.parse(note.bytes()).open(SIGNER.verifier())).isEqualTo(TEXT);
        byte[] tooMany =
                note.with(NoteSignature.of("witness.example", 64, new byte[64])).bytes();
        assertThatThrownBy(() -> SignedNote.parse(tooMany)).isInstanceOf(InvalidNote.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no newline at the end", "a tab\t\n", "a\r\n"})
    void has_no_text_of_another_form(String text) {
        assertThatThrownBy(() -> SIGNER.sign(text)).isInstanceOf(InvalidNote.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\u00a0b", "a\u3000b", "a\nb", "a\u2028b"})
    void has_no_key_of_such_a_name(String name) {
        assertThatThrownBy(() -> new NoteSigner(name, new byte[32])).isInstanceOf(InvalidNote.class);
        assertThatThrownBy(() -> NoteSignature.of(name, 1, new byte[64])).isInstanceOf(InvalidNote.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            })
    void is_checked_by_no_malformed_key(String key) {
        assertThatThrownBy(() -> NoteVerifier.parse(key)).isInstanceOf(InvalidNote.class);
    }

    @Test
    void is_checked_by_keys_whose_id_begins_with_zeros() {
        for (int seed = 0; seed < 64; seed++) {
            byte[] secret = new byte[32];
            secret[0] = (byte) seed;
            String key = new NoteSigner("example.com/log", secret).verifier().text();
            assertThatCode(() -> NoteVerifier.parse(key)).doesNotThrowAnyException();
        }
    }

    @Test
    void never_shows_the_secret_of_its_signer() {
        assertThat(SIGNER.toString()).isEqualTo("[signer " + SIGNER.verifier().text() + "]");
        assertThatThrownBy(() -> new NoteSigner("a", new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    private static SignedNote parse(String note) {
        return SignedNote.parse(note.getBytes(UTF_8));
    }
}
