package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What a request's path and query may be made of. Our ids and parameters need no slash, backslash or control character in
 * disguise, so a path with one leads nowhere, nor one with path
 * parameters, of which what is counted by its path would know nothing; and what is no percent-encoding at all is no address.
 */
final class Address {

    private Address() {}

    /**
     * Looks at an address as it was sent.
     *
     * @throws Problem 400 where a percent-encoding is broken, 404 where the path has parameters, or hides a separator or a control character
     */
    static void demandReadable(String path, @Nullable String query) {
        demandEncoded(path);
        if (query != null) {
            demandEncoded(query);
        }
        if (path.indexOf(';') >= 0) {
            throw Problem.notFound();
        }
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
            int character = octet(path, at);
            if (character == '/' || character == '\\' || character == ';' || character < ' ') {
                throw Problem.notFound();
            }
        }
    }

    private static void demandEncoded(String text) {
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            if (at + 2 >= text.length() || octet(text, at) < 0) {
                throw new Problem(
                        400,
                        "invalid_address",
                        "The address can't be read",
                        "A percent sign is followed by two hexadecimal digits (RFC 3986, section 2.1).",
                        false);
            }
        }
    }

    /** The octet that stands percent-encoded at a place; negative where it is none. */
    private static int octet(String text, int at) {
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }
}
