package io.counterfoil.domain.signednote;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A text and its signatures. The text can only be had from {@link #open}, which checks them. */
public final class SignedNote {

    private static final int MOST_SIGNATURES = 64;

    private final String text;
    private final List<NoteSignature> signatures;

    private SignedNote(String text, List<NoteSignature> signatures) {
        this.text = text;
        this.signatures = List.copyOf(signatures);
    }

    /**
     * Reads a note.
     *
     * @param bytes UTF-8: the text, an empty line, one or more signature lines
     * @throws InvalidNote when they are no note
     */
    public static SignedNote parse(byte[] bytes) {
        String note = decode(bytes);
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n")) {
            throw new InvalidNote("The note has no signatures.");
        }
        SignedNote read = unsigned(note.substring(0, end + 1));
        String[] lines = note.substring(end + 2).split("\n", MOST_SIGNATURES + 2);
        if (lines.length > MOST_SIGNATURES + 1) {
            throw new InvalidNote("The note has too many signatures.");
        }
        // the last one is what follows the last newline: nothing
        for (String line : List.of(lines).subList(0, lines.length - 1)) {
            read = read.with(NoteSignature.parse(line));
        }
        if (read.signatures.isEmpty()) {
            throw new InvalidNote("The note has no signatures.");
        }
        return read;
    }

    static SignedNote unsigned(String text) {
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new InvalidNote("The text of a note ends with a newline and holds no other control character.");
        }
        return new SignedNote(text, List.of());
    }

    /** The same note with one more signature, such as a witness's; it is not checked here. */
    public SignedNote with(NoteSignature signature) {
        List<NoteSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    public List<NoteSignature> signatures() {
        return signatures;
    }

    /**
     * The text, if a key that is known has signed it. Signatures of other keys are passed over; a wrong one of a known
     * key spoils the note.
     *
     * @throws InvalidNote when nobody who is known has signed it
     */
    public String open(NoteVerifier... known) {
        boolean signed = false;
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        for (NoteSignature signature : signatures) {
            for (NoteVerifier verifier : known) {
                if (verifier.made(signature)) {
                    verifier.verify(message, signature.signature());
                    signed = true;
                }
            }
        }
        if (!signed) {
            throw new InvalidNote("The note is not signed by this key.");
        }
        return text;
    }

    /** The note as it is served and stored, UTF-8. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()).append('\n'));
        return note.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedNote note && text.equals(note.text) && signatures.equals(note.signatures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, signatures);
    }

    String unverified() {
        return text;
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidNote("The note is not UTF-8.");
        }
    }
}
