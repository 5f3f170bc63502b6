package io.counterfoil.domain.rest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks of text members. Length counts Unicode code points; control characters are refused. */
public final class Text {

    private Text() {}

    /**
     * A text that must be there and not be blank.
     *
     * @throws Problem that names the member
     */
    public static String required(String param, @Nullable String text, int longest) {
        return optional(param, text, longest)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> Problem.invalid(param, "Send a text of 1 to " + longest + " characters."));
    }

    /**
     * A text that may be missing.
     *
     * @throws Problem that names the member
     */
    public static Optional<String> optional(String param, @Nullable String text, int longest) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.codePointCount(0, text.length()) > longest) {
            throw Problem.invalid(param, "Send at most " + longest + " characters.");
        }
        if (text.codePoints().anyMatch(Text::unprintable)) {
            throw Problem.invalid(param, "Send no control characters and no broken surrogates.");
        }
        return Optional.of(text);
    }

    private static boolean unprintable(int codePoint) {
        int type = Character.getType(codePoint);
        return (type == Character.CONTROL && codePoint != '\n' && codePoint != '\t') || type == Character.SURROGATE;
    }
}
