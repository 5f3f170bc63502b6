package io.counterfoil.domain.secret;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseRefused;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * The root keys that are configured: one wraps, all unwrap what they once wrapped. So a key can be replaced by another, and
 * one place by another, while servers run.
 */
@Singleton
public final class RootKeys {

    private final Instance<RootKeyPlace> places;
    private final String chosen;

    @Inject
    public RootKeys(Instance<RootKeyPlace> places, ConfigurationSource configuration) {
        this.places = places;
        this.chosen = SecretSettings.ROOT_KEY.in(configuration).text();
    }

    /** The name of the key that wraps now, {@code kind:name}. */
    public String current() {
        return chosen + ":" + place(chosen).current();
    }

    /** Wraps a key for one purpose. */
    public WrappedKey wrap(byte[] key, String purpose) {
        return new WrappedKey(current(), place(chosen).wrap(key, context(purpose)));
    }

    /**
     * Unwraps a key.
     *
     * @throws DatabaseRefused when the root key is missing, another one, or can't be reached
     */
    public byte[] unwrap(WrappedKey wrapped, String purpose) {
        return place(wrapped.kind()).unwrap(wrapped.name(), wrapped.bytes(), context(purpose));
    }

    void prepare() {
        place(chosen).prepare();
    }

    private RootKeyPlace place(String kind) {
        return places.stream()
                .filter(place -> place.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new DatabaseRefused("The keys of this database were wrapped by a root key of kind \""
                        + kind + "\", which this program does not know: install the one that made it."));
    }

    private static byte[] context(String purpose) {
        return ("counterfoil " + purpose).getBytes(StandardCharsets.UTF_8);
    }
}
