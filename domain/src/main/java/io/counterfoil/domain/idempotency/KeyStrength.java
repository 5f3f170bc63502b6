package io.counterfoil.domain.idempotency;

import java.util.Optional;

/**
 * Guesses whether a key was drawn at random. What it holds is at most its length times the entropy of its characters: a
 * random UUID has some 110 bits by that measure, {@code order-0000000000017} less than 40. And what differs from the key before
 * it in a place or two was counted up.
 */
final class KeyStrength {

    /** By the birthday bound a collision among ten million keys is then one in a hundred thousand. */
    private static final double LEAST_BITS = 64;

    private static final double MOST_IN_COMMON = 0.75;

    private KeyStrength() {}

    static boolean weak(String key, Optional<String> before) {
        return bits(key) < LEAST_BITS
                || before.filter(other -> inCommon(key, other) > MOST_IN_COMMON).isPresent();
    }

    /** Shannon's entropy of the characters, in bits, times their number. */
    private static double bits(String key) {
        int[] counts = new int[128];
        key.chars().forEach(c -> counts[c & 127]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                bits -= count * Math.log((double) count / key.length()) / Math.log(2);
            }
        }
        return bits;
    }

    /** The share of places where both have the same character; none where their lengths differ by more than one digit. */
    private static double inCommon(String key, String other) {
        if (Math.abs(key.length() - other.length()) > 1) {
            return 0;
        }
        int same = 0;
        for (int i = 0; i < Math.min(key.length(), other.length()); i++) {
            same += key.charAt(i) == other.charAt(i) ? 1 : 0;
        }
        return (double) same / Math.max(key.length(), other.length());
    }
}
