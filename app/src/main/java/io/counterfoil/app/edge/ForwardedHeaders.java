package io.counterfoil.app.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What proxies tell of those before them, nearest last. Ports and brackets are left out; what can't be read is "unknown". */
final class ForwardedHeaders {

    private static final String UNKNOWN = "unknown";

    private ForwardedHeaders() {}

    /** The addresses of {@code X-Forwarded-For}. */
    static List<String> xForwardedFor(List<String> lines) {
        return split(String.join(",", lines), ',').stream()
                .map(ForwardedHeaders::address)
                .toList();
    }

    /** The {@code for} parameters of {@code Forwarded} (RFC 7239, section 4). */
    static List<String> forwardedFor(List<String> lines) {
        return split(String.join(",", lines), ',').stream()
                .map(element ->
                        parameter(element, "for").map(ForwardedHeaders::address).orElse(UNKNOWN))
                .toList();
    }

    /** Whether one of the proxies was called without TLS. */
    static boolean saysHttp(List<String> xForwardedProto, List<String> forwarded) {
        return split(String.join(",", xForwardedProto), ',').stream().anyMatch("http"::equalsIgnoreCase)
                || split(String.join(",", forwarded), ',').stream()
                        .flatMap(element -> parameter(element, "proto").stream())
                        .anyMatch("http"::equalsIgnoreCase);
    }

    private static Optional<String> parameter(String element, String name) {
        return split(element, ';').stream()
                .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith(name + "="))
                .map(pair -> unquoted(pair.substring(name.length() + 1)))
                .findFirst();
    }

    /** An address without its port: {@code [2001:db8::1]:443}, {@code 192.0.2.1:443}. */
    private static String address(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? UNKNOWN : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** Splits where no quotes are open; empty parts are left out. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        boolean quoted = false;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || (text.charAt(at) == separator && !quoted)) {
                String part = text.substring(from, at).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                from = at + 1;
            } else if (text.charAt(at) == '"') {
                quoted = !quoted;
            }
        }
        return parts;
    }
}
