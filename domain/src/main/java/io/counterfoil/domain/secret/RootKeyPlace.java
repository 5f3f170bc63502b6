package io.counterfoil.domain.secret;

/**
 * Where the root key lives: a file, a module that speaks PKCS#11, a key service. It wraps the few keys that all others hang
 * from; a key that can't be reached is told as {@link io.counterfoil.domain.database.DatabaseRefused}, whose message says
 * what to do and holds no secret.
 */
public interface RootKeyPlace {

    /** As {@code COUNTERFOIL_ROOT_KEY} names it. */
    String kind();

    /** Makes the key where that is this place's business. Called once, before anything was wrapped. */
    void prepare();

    /** The name of the key that wraps from now on, within this place; it tells nothing of the key. */
    String current();

    /** Wraps with the current key; {@code context} must be the same when it is unwrapped. */
    byte[] wrap(byte[] key, byte[] context);

    /** Unwraps what the key of this name has wrapped. */
    byte[] unwrap(String name, byte[] wrapped, byte[] context);
}
