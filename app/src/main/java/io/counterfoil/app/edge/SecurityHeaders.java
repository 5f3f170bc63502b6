package io.counterfoil.app.edge;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/**
 * What every answer tells a browser (OWASP ASVS 5.0, V3.4). Whoever answers may set another value: the public log's tiles
 * are cached, a page may load what is its own.
 */
final class SecurityHeaders {

    private static final Map<String, String> ALWAYS = Map.of(
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()",
            "Cache-Control", "no-store");

    private static final String PAGES = "/privacy";

    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String ITS_OWN = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void on(HttpServletResponse response, String path) {
        ALWAYS.forEach(response::setHeader);
        response.setHeader("Content-Security-Policy", path.startsWith(PAGES) ? ITS_OWN : NOTHING);
    }
}
