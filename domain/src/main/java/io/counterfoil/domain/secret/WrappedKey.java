package io.counterfoil.domain.secret;

/**
 * A key under the root key.
 *
 * @param by the root key that wrapped it, {@code kind:name}
 */
public record WrappedKey(String by, byte[] bytes) {

    String kind() {
        return by.substring(0, by.indexOf(':'));
    }

    String name() {
        return by.substring(by.indexOf(':') + 1);
    }
}
