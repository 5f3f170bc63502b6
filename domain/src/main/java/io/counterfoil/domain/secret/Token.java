package io.counterfoil.domain.secret;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A bearer secret of ours: a prefix that says what it is, 30 random characters of base 62 (178 bits), and a checksum of
 * six: the CRC-32 of the random part in base 62. So a typing error is refused without a look-up, and scanners find
 * leaked ones with few false alarms. It has no {@code toString}.
 */
public final class Token {

    private static final int RANDOM = 30;
    private static final int CHECKSUM = 6;

    private final String prefix;
    private final String entropy;

    private Token(String prefix, String entropy) {
        this.prefix = prefix;
        this.entropy = entropy;
    }

    public static Token random(SecureRandom random, String prefix) {
        return new Token(prefix, Base62.random(random, RANDOM));
    }

    /** Reads what a client sent; empty where it can't be a secret of this kind. */
    public static Optional<Token> parse(String prefix, String text) {
        if (!text.startsWith(prefix) || text.length() != prefix.length() + RANDOM + CHECKSUM) {
            return Optional.empty();
        }
        Token token = new Token(prefix, text.substring(prefix.length(), prefix.length() + RANDOM));
        return token.reveal().equals(text) ? Optional.of(token) : Optional.empty();
    }

    /** What may be shown of it: which kind it is … */
    public String prefix() {
        return prefix;
    }

    /** … and how it ends. */
    public String lastFour() {
        return checksum().substring(CHECKSUM - 4);
    }

    /** What is hashed. */
    public byte[] bytes() {
        return reveal().getBytes(StandardCharsets.US_ASCII);
    }

    /** The secret itself: shown once, to the one it was made for. */
    public String reveal() {
        return prefix + entropy + checksum();
    }

    private String checksum() {
        CRC32 crc = new CRC32();
        crc.update(entropy.getBytes(StandardCharsets.UTF_8));
        return Base62.number(crc.getValue(), CHECKSUM);
    }
}
