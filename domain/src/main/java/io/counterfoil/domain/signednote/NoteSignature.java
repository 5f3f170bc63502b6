package io.counterfoil.domain.signednote;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One signature line of a note.
 *
 * @param name whose key it is
 * @param base64 four bytes that tell apart the keys of one name, and the signature
 */
public record NoteSignature(String name, String base64) {

    /** Names hold no Unicode space and no plus. */
    static final Pattern NAME = Pattern.compile("[^\\s\\p{Z}+]+", Pattern.UNICODE_CHARACTER_CLASS);

    /** U+2014, an em dash, and a space. */
    private static final String START = "\u2014 ";

    private static final Pattern LINE = Pattern.compile(START + "([^ ]+) ([^ ]+)");
    private static final int KEY_ID = 4;

    public NoteSignature {
        if (!NAME.matcher(name).matches() || decode(base64).length <= KEY_ID) {
            throw new InvalidNote("A signature line is malformed.");
        }
    }

    static NoteSignature of(String name, int keyId, byte[] signature) {
        byte[] bytes = ByteBuffer.allocate(KEY_ID + signature.length)
                .putInt(keyId)
                .put(signature)
                .array();
        return new NoteSignature(name, Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * Reads a line, such as a witness gives it, without the newline at its end.
     *
     * @throws InvalidNote when it is no signature line
     */
    public static NoteSignature parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new InvalidNote("A signature line is malformed.");
        }
        return new NoteSignature(parts.group(1), parts.group(2));
    }

    /** The line, without a newline at its end. */
    public String line() {
        return START + name + " " + base64;
    }

    int keyId() {
        return ByteBuffer.wrap(decode(base64)).getInt();
    }

    byte[] signature() {
        byte[] bytes = decode(base64);
        return Arrays.copyOfRange(bytes, KEY_ID, bytes.length);
    }

    /** Decodes base64 in its one spelling: Java's decoder takes others for the same bytes. */
    static byte[] decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, with the other spellings
        }
        throw new InvalidNote("A signature or key is not base64.");
    }
}
