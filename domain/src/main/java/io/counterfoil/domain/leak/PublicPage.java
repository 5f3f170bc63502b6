package io.counterfoil.domain.leak;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a secret was seen in public, cut down to what leads there: host and path of an https address. A query or a
 * fragment may hold anything; the path may still name the account that the page belongs to.
 */
final class PublicPage {

    private static final int LONGEST = 1024;

    private PublicPage() {}

    /** Nothing where the text is no such address, or a longer one than is passed on. */
    static Optional<String> of(String text) {
        if (!text.matches("(?i)https://[!-~]+")) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            if (url.getHost() == null || url.getRawUserInfo() != null) {
                return Optional.empty();
            }
            String port = url.getPort() < 0 ? "" : ":" + url.getPort();
            String page = "https://" + url.getHost().toLowerCase(Locale.ROOT) + port + url.getRawPath();
            return Optional.of(page).filter(whole -> whole.length() <= LONGEST);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
