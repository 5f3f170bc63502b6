package io.counterfoil.webhooks.egress;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** Which ports requests may go to: single ones and ranges. */
public record Ports(List<Range> ranges) {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /** From one port to another, both included. */
    public record Range(int first, int last) {}

    /**
     * Reads them.
     *
     * @param text such as {@code 443,8000-8999}
     * @throws IllegalArgumentException when it says something else
     */
    public static Ports parse(String text) {
        return new Ports(
                Arrays.stream(text.split(",")).map(part -> range(part.strip())).toList());
    }

    /** Whether a request to this URL may leave. */
    public boolean allow(URI url) {
        int usual = "http".equalsIgnoreCase(url.getScheme()) ? HTTP : HTTPS;
        int port = url.getPort() < 0 ? usual : url.getPort();
        return ranges.stream().anyMatch(range -> range.first <= port && port <= range.last);
    }

    private static Range range(String part) {
        int dash = part.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
        if (first < 1 || last > 65_535 || first > last) {
            throw new IllegalArgumentException(part);
        }
        return new Range(first, last);
    }
}
