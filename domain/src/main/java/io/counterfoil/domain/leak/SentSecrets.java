package io.counterfoil.domain.leak;

import io.counterfoil.domain.secret.Token;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a secret of ours in the head of a request: in a header, in the URL, or inside Basic credentials. */
public final class SentSecrets {

    private static final Pattern FORM =
            Pattern.compile("(?<![0-9A-Za-z_])([sr]k_(?:test|live)_|op_)[0-9A-Za-z]{36}(?![0-9A-Za-z])");
    private static final Pattern BASIC =
            Pattern.compile("(?im)^Authorization:[ \\t]*Basic[ \\t]+([A-Za-z0-9+/=]{8,1024})[ \\t]*\\r?$");

    private SentSecrets() {}

    /** The first whose checksum is right: a typing error, or a guess that took no pains, is not looked at. */
    public static Optional<String> in(String head) {
        return find(head).or(() -> basic(head).flatMap(SentSecrets::find));
    }

    private static Optional<String> find(String text) {
        Matcher matcher = FORM.matcher(text);
        while (matcher.find()) {
            if (Token.parse(matcher.group(1), matcher.group()).isPresent()) {
                return Optional.of(matcher.group());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> basic(String head) {
        Matcher matcher = BASIC.matcher(head);
        try {
            return matcher.find()
                    ? Optional.of(new String(Base64.getDecoder().decode(matcher.group(1)), StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
