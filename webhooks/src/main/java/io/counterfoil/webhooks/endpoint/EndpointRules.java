package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.webhooks.egress.EgressSettings;
import io.counterfoil.webhooks.egress.NumericHost;
import io.counterfoil.webhooks.egress.Ports;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint may be like. Where its name leads is not judged here but when it is dialled: names change where they
 * lead.
 */
@Singleton
final class EndpointRules {

    private static final int LONGEST_URL = 2048;
    private static final int FASTEST = 10_000;
    private static final int MOST_HEADERS = 16;
    private static final int MOST_RETRIES = 20;
    private static final int LONGEST_PAUSE = 86_400;
    private static final int OLDEST = 3650;
    private static final int MOST_JITTER = 50;
    private static final int MOST_IN_FLIGHT = 500;

    /** Seconds. */
    static final int LONGEST_TIMEOUT = 60;

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST_AND_PORT = Pattern.compile("([0-9A-Za-z.]+)((?::[0-9]*)?)");
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~]{0,1022}[!-~])?");

    /** What is ours to say, or belongs to the connection. */
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding",
            "user-agent",
            "via",
            "forwarded",
            "cookie");

    private final boolean localAllowed;
    private final Ports ports;

    @Inject
    EndpointRules(ConfigurationSource configuration) {
        this(EgressSettings.localAllowed(configuration), EgressSettings.PORTS.in(configuration));
    }

    EndpointRules(boolean localAllowed, Ports ports) {
        this.localAllowed = localAllowed;
        this.ports = ports;
    }

    /**
     * Checks a URL: https, without a user and a fragment; for development also http to this machine.
     *
     * @throws Problem that names the member
     */
    String url(@Nullable String text) {
        if (text == null || text.length() > LONGEST_URL) {
            throw Problem.invalid("url", "Send an https URL of at most " + LONGEST_URL + " characters.");
        }
        URI url = numbersRead(parse(text));
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw Problem.invalid("url", "Send an https URL with a host, without user, password and fragment.");
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean local = localAllowed
                && scheme.equals("http")
                && LOOPBACK.matcher(url.getHost()).matches();
        if (!scheme.equals("https") && !local) {
            throw Problem.invalid("url", "Send an https URL: events are never sent in the clear.");
        }
        if (!local && !ports.allow(url)) {
            throw Problem.invalid("url", "Webhooks are not sent to this port. Port 443 always works.");
        }
        return url.toASCIIString();
    }

    /**
     * Checks a rate limit.
     *
     * @throws Problem that names the member
     */
    static @Nullable Integer rateLimit(@Nullable Integer perSecond) {
        return within("rate_limit", perSecond, 1, FASTEST, "deliveries per second");
    }

    /**
     * Checks by how many percent pauses may grow.
     *
     * @throws Problem that names the member
     */
    static @Nullable Integer retryJitter(@Nullable Integer percent) {
        return within("retry_jitter", percent, 0, MOST_JITTER, "percent");
    }

    /**
     * Checks how long an attempt may take.
     *
     * @throws Problem that names the member
     */
    static @Nullable Integer timeoutSeconds(@Nullable Integer seconds) {
        return within("timeout_seconds", seconds, 1, LONGEST_TIMEOUT, "seconds");
    }

    /**
     * Checks how many deliveries may be in flight at once.
     *
     * @throws Problem that names the member
     */
    static @Nullable Integer maxInFlight(@Nullable Integer deliveries) {
        return within("max_in_flight", deliveries, 1, MOST_IN_FLIGHT, "deliveries");
    }

    /**
     * Checks the pauses between attempts; none means the server's own schedule.
     *
     * @throws Problem that names the member
     */
    static List<Integer> retrySchedule(@Nullable List<@Nullable Integer> seconds) {
        if (seconds == null) {
            return List.of();
        }
        if (seconds.isEmpty() || seconds.size() > MOST_RETRIES) {
            throw Problem.invalid("retry_schedule", "Send 1 to " + MOST_RETRIES + " pauses, in seconds, or null.");
        }
        List<Integer> pauses = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            Integer pause = seconds.get(i);
            if (pause == null || pause < 1 || pause > LONGEST_PAUSE) {
                throw Problem.invalid("retry_schedule[" + i + "]", "Send 1 to " + LONGEST_PAUSE + " seconds (a day).");
            }
            pauses.add(pause);
        }
        return pauses;
    }

    /**
     * Checks after how many days a new secret is made by itself; never where nothing was sent.
     *
     * @throws Problem that names the member
     */
    static @Nullable Integer rotateAfterDays(@Nullable Integer days) {
        return within("rotate_after_days", days, 1, OLDEST, "days");
    }

    private static @Nullable Integer within(String param, @Nullable Integer number, int least, int most, String unit) {
        if (number != null && (number < least || number > most)) {
            throw Problem.invalid(param, "Send " + least + " to " + most + " " + unit + ", or null.");
        }
        return number;
    }

    /**
     * Checks headers of the merchant's own.
     *
     * @throws Problem that names the member
     */
    static Map<String, String> headers(@Nullable Map<String, @Nullable String> wanted) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (wanted == null) {
            return headers;
        }
        wanted.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HEADER_NAME.matcher(name).matches()
                    || OURS.contains(lower)
                    || lower.startsWith("webhook-")
                    || lower.startsWith("proxy-")
                    || lower.startsWith("x-forwarded-")) {
                throw Problem.invalid("headers", "One of these headers is not yours to set. See docs/webhooks.md.");
            }
            if (value == null || !HEADER_VALUE.matcher(value).matches()) {
                throw Problem.invalid("headers", "The value of a header is 1 to 1024 printable ASCII characters.");
            }
            headers.put(name, value);
        });
        if (headers.size() > MOST_HEADERS) {
            throw Problem.invalid("headers", "Send at most " + MOST_HEADERS + " headers.");
        }
        return headers;
    }

    /** A host that is a number as the address that it stands for, so that what is shown is what is dialled. */
    private static URI numbersRead(URI url) {
        Matcher authority = HOST_AND_PORT.matcher(Objects.requireNonNullElse(url.getRawAuthority(), ""));
        if (!authority.matches() || !NumericHost.is(authority.group(1))) {
            return url;
        }
        try {
            String address = NumericHost.address(authority.group(1)).getHostAddress();
            return parse(url.toString().replaceFirst(Pattern.quote(authority.group()), address + authority.group(2)));
        } catch (UnknownHostException none) {
            throw Problem.invalid("url", "The host of this URL is a number and stands for no address.");
        }
    }

    private static URI parse(String text) {
        try {
            URI url = new URI(text);
            if (url.getScheme() != null) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // refused below, like one without a scheme
        }
        throw Problem.invalid("url", "Send an https URL such as https://example.com/webhooks.");
    }
}
