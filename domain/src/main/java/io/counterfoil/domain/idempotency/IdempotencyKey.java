package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.rest.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key that a client sends, {@code [A-Za-z0-9_\-:.]{16,255}} (draft-ietf-httpapi-idempotency-key-header-07).
 *
 * <p>The draft's form is a structured-field String, so quoted; most clients send it bare. Both are the same key. A value
 * that starts with a quote is read strictly as RFC 9651 has it, section 4.2.5.
 */
public record IdempotencyKey(String value) {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_\\-:.]{16,255}");
    private static final String HELP = "</openapi/ui>; rel=\"help\"";

    /**
     * Reads the header's lines; no line is no key.
     *
     * @throws Problem when there are several lines or values, or the key is not of the allowed form
     */
    public static Optional<IdempotencyKey> parse(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        if (lines.size() > 1) {
            throw invalid("Send one Idempotency-Key header, not several.");
        }
        String line = lines.get(0).strip();
        String key = line.startsWith("\"") ? unquoted(line) : line;
        if (!ALLOWED.matcher(key).matches()) {
            throw invalid("Send a key of 16 to 255 letters, digits or _ - : . such as a random UUID.");
        }
        return Optional.of(new IdempotencyKey(key));
    }

    /**
     * Like {@link #parse}, where a key is required.
     *
     * @throws Problem also when there is none
     */
    public static IdempotencyKey demand(List<String> lines) {
        return parse(lines)
                .orElseThrow(() -> new Problem(
                                400,
                                "idempotency_key_missing",
                                "An Idempotency-Key is required",
                                "Calls that move money need an Idempotency-Key header: send a new random UUID with each"
                                        + " payment, and the same one with its retries.",
                                false)
                        .with("param", "Idempotency-Key")
                        .header("Link", HELP));
    }

    /** The key that a text in a path names; empty where it is none. */
    static Optional<IdempotencyKey> find(String text) {
        return ALLOWED.matcher(text).matches() ? Optional.of(new IdempotencyKey(text)) : Optional.empty();
    }

    /** An sf-string: quoted, with only {@code \"} and {@code \\} escaped; no parameters are expected behind it. */
    private static String unquoted(String line) {
        StringBuilder key = new StringBuilder();
        int last = line.length() - 1;
        for (int at = 1; at < last; at++) {
            char c = line.charAt(at);
            if (c == '\\') {
                at++;
                if (at >= last || (line.charAt(at) != '"' && line.charAt(at) != '\\')) {
                    throw invalid("The quoted key has an escape that a structured-field String doesn't know.");
                }
                c = line.charAt(at);
            } else if (c == '"') {
                throw invalid("Send one key: the quoted one ends before the header does.");
            }
            key.append(c);
        }
        if (last < 1 || line.charAt(last) != '"') {
            throw invalid("The quoted key does not end with a quote.");
        }
        return key.toString();
    }

    private static Problem invalid(String detail) {
        return new Problem(400, "idempotency_key_invalid", "The Idempotency-Key is not valid", detail, false)
                .with("param", "Idempotency-Key")
                .header("Link", HELP);
    }
}
