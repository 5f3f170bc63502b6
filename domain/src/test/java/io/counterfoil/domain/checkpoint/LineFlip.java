package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A proof with more than one signature line, and one bit of it changed.
 *
 * @param part what of a signature line was changed; {@code text} where it is none
 * @param harmless whether the line that was changed is one of a key that was not given, or is one now, and another line is
 *     still that of a key which was given: then, and only then, the proof stays valid
 */
record LineFlip(VerifierCase changed, String part, boolean harmless) {

    private static final Pattern LINE = Pattern.compile("\u2014 ([^ ]+) ([^ ]+)");

    /** The mark, three bytes of UTF-8, and the space behind it. */
    private static final int NAME = 4;

    /** So many digits of base64 hold the four bytes of a key's id, or some of their bits. */
    private static final int ID_DIGITS = 6;

    /** One bit of each byte, and of signature lines of keys that are not given all bits. */
    static List<LineFlip> all() {
        return Stream.of(
                        VerifierCase.witnessed(),
                        VerifierCase.signedByBoth("the older is known", true, false),
                        VerifierCase.signedByBoth("the newer is known", false, true),
                        VerifierCase.signedByBoth("both are known", true, true))
                .flatMap(LineFlip::of)
                .toList();
    }

    private static Stream<LineFlip> of(VerifierCase good) {
        List<String> lines = List.of(new String(good.proof(), UTF_8).split("\n"));
        List<LineFlip> flips = new ArrayList<>();
        int start = 0;
        for (String line : lines) {
            int first = start;
            // with the newline behind it
            int length = line.getBytes(UTF_8).length + 1;
            boolean stranger = line.startsWith("\u2014") && !isOfAKnownKey(good, line);
            for (int at = 0; at < length; at++) {
                int here = at;
                IntStream bits = stranger ? IntStream.range(0, Byte.SIZE) : IntStream.of(at % Byte.SIZE);
                bits.forEach(bit -> flips.add(of(good, lines, line, first, here, bit)));
            }
            start += length;
        }
        return flips.stream();
    }

    private static LineFlip of(VerifierCase good, List<String> lines, String line, int start, int at, int bit) {
        byte[] proof = good.proof().clone();
        proof[start + at] ^= (byte) (1 << bit);
        int length = line.getBytes(UTF_8).length;
        boolean signature = line.startsWith("\u2014");
        boolean harmless = signature
                && at < length
                && isAStrangers(good, Arrays.copyOfRange(proof, start, start + length))
                && lines.stream().anyMatch(other -> !other.equals(line) && isOfAKnownKey(good, other));
        String part = signature ? part(line, at) : "text";
        String name = "%s: byte %s, bit %s, %s".formatted(good.name(), start + at, bit, part);
        return new LineFlip(new VerifierCase(name, good.receipt(), proof, good.key()), part, harmless);
    }

    private static String part(String line, int at) {
        // but for the mark, a line here has one byte a character
        int name = NAME + line.substring(2, line.lastIndexOf(' ')).length();
        if (at < NAME
                || at == name
                || at == name + 1 + line.substring(line.lastIndexOf(' ') + 1).length()) {
            return "form";
        }
        return at < name ? "name" : at <= name + ID_DIGITS ? "key id" : "signature";
    }

    /** Whether these bytes are still a signature line, of a key that is not given. */
    private static boolean isAStrangers(VerifierCase proof, byte[] bytes) {
        try {
            String line = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            Matcher parts = LINE.matcher(line);
            return line.chars().noneMatch(c -> c < ' ')
                    && parts.matches()
                    && isBase64(parts.group(2))
                    && !isOfAKnownKey(proof, line);
        } catch (CharacterCodingException noText) {
            return false;
        }
    }

    /** In the one spelling that there is. */
    private static boolean isBase64(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(text))
                    .equals(text);
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private static boolean isOfAKnownKey(VerifierCase proof, String line) {
        Matcher parts = LINE.matcher(line);
        return parts.matches()
                && proof.key()
                        .lines()
                        .anyMatch(key -> key.startsWith(parts.group(1) + "+"
                                + HexFormat.of().formatHex(Base64.getDecoder().decode(parts.group(2)), 0, 4) + "+"));
    }
}
