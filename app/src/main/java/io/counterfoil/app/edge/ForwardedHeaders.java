package io.counterfoil.app.edge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What proxies tell of those before them, nearest last. Ports and brackets are left out; what can't be read is "unknown". A
 * quote that a client leaves open swallows nothing of what a proxy appends.
 */
final class ForwardedHeaders {

    private static final String UNKNOWN = "unknown";

    /** {@code [2001:db8::1]:443}, {@code [2001:db8::1]}, {@code 192.0.2.1:443}; anything else is looked at as it is. */
    private static final Pattern WITH_PORT =
            Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

    private ForwardedHeaders() {}

    /** The addresses of {@code X-Forwarded-For}. */
    static List<String> xForwardedFor(List<String> lines) {
        return unquotedParts(lines).map(ForwardedHeaders::address).toList();
    }

    /** The {@code for} parameters of {@code Forwarded} (RFC 7239, section 4). */
    static List<String> forwardedFor(List<String> lines) {
        String elements = String.join(",", lines);
        if (elements.chars().filter(one -> one == '"').count() % 2 != 0) {
            return List.of(UNKNOWN);
        }
        return split(elements, ',').stream()
                .map(element ->
                        parameter(element, "for").map(ForwardedHeaders::address).orElse(UNKNOWN))
                .toList();
    }

    /** Whether one of the proxies was called without TLS. */
    static boolean saysHttp(List<String> xForwardedProto, List<String> forwarded) {
        return unquotedParts(xForwardedProto).anyMatch("http"::equalsIgnoreCase)
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

    /** An address without its port. */
    private static String address(String text) {
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        return parts.group(1) == null ? parts.group(2) : parts.group(1);
    }

    /** A header without quoted strings: every comma separates. */
    private static Stream<String> unquotedParts(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(part -> !part.isEmpty());
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
