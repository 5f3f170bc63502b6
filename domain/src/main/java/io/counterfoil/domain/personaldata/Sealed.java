package io.counterfoil.domain.personaldata;

import java.util.Arrays;

/** Bytes that only the vault can open. Prints as its size. */
public record Sealed(byte[] bytes) {

    @Override
    public String toString() {
        return "[sealed " + bytes.length + " B]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed && Arrays.equals(bytes, sealed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
