package io.counterfoil.privacy.epoch;

import com.google.crypto.tink.Aead;

/**
 * An epoch and its key, ready for use.
 *
 * @param id later epochs have greater ids
 */
public record Epoch(int id, Aead key) {}
