package io.counterfoil.domain.witness;

import io.counterfoil.domain.signednote.Cosigner;
import io.counterfoil.domain.signednote.InvalidNote;
import java.net.URI;
import java.util.Set;

/**
 * Somebody who watches.
 *
 * @param key what its cosignatures are checked with
 * @param submission the URL that {@code /add-checkpoint} comes after
 */
record Witness(Cosigner key, URI submission) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * Reads a verifier key and a URL, with a space between them.
     *
     * @throws IllegalArgumentException when they are none
     */
    static Witness parse(String text) {
        String[] parts = text.strip().split(" +");
        if (parts.length != 2) {
            throw new IllegalArgumentException(text);
        }
        URI url = URI.create(parts[1]);
        String scheme = String.valueOf(url.getScheme());
        boolean plainButLocal = scheme.equals("http") && LOOPBACK.contains(String.valueOf(url.getHost()));
        if (url.getHost() == null || (!scheme.equals("https") && !plainButLocal)) {
            throw new IllegalArgumentException(text);
        }
        try {
            return new Witness(Cosigner.parse(parts[0]), url);
        } catch (InvalidNote malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    URI addCheckpoint() {
        return URI.create(submission.toString().replaceAll("/+$", "") + "/add-checkpoint");
    }

    @Override
    public String toString() {
        return key.name();
    }
}
