package io.counterfoil.domain.receipt;

import io.counterfoil.domain.canonicaljson.CanonicalJson;
import tools.jackson.databind.JsonNode;

/** Integers that every JSON reader reads alike (RFC 7493, section 2.2): to 2^53 - 1, however they are written. */
final class SafeInteger {

    static final long LARGEST = (1L << 53) - 1;

    private SafeInteger() {}

    static boolean is(JsonNode number) {
        double value = CanonicalJson.number(number);
        return value == Math.rint(value) && Math.abs(value) <= LARGEST;
    }
}
