package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/**
 * Where a request's body ends. If that can be read in two ways, a proxy before us may have read it in the other one, and what
 * we take for the next request is somebody's smuggled one (RFC 9112, sections 6.3 and 11.2).
 */
final class Framing {

    private static final int MOST_DIGITS = 10;

    private Framing() {}

    /**
     * Demands one length, or none. HTTP/2 frames bodies by itself (RFC 9113, section 8.1.1).
     *
     * @throws Problem 400, after which the connection is closed
     */
    static void demandSound(HttpServletRequest request) {
        if (request.getProtocol().startsWith("HTTP/2")) {
            return;
        }
        List<String> lengths = Collections.list(request.getHeaders("Content-Length"));
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        if (lengths.size() > 1
                || (chunked && !lengths.isEmpty())
                || !lengths.stream().allMatch(Framing::isLength)) {
            throw new Problem(
                            400,
                            "invalid_framing",
                            "The length of the body is not clear",
                            "Send one Content-Length of digits, or Transfer-Encoding: chunked, and not both.",
                            false)
                    .header("Connection", "close");
        }
    }

    private static boolean isLength(String text) {
        return !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
