package io.counterfoil.app.edge;

import io.counterfoil.app.ratelimit.Admission;
import io.counterfoil.app.ratelimit.RateLimiter;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.leak.PlainSightings;
import io.counterfoil.domain.leak.SentSecrets;
import io.counterfoil.domain.ratelimit.RateLimitSettings;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;

/** What is known of a request before anybody knows whose it is: from where it comes, and how much may come from there. */
@Singleton
final class Arrivals {

    private final TrustedProxies proxies;
    private final RateLimiter limiter;
    private final PlainSightings sightings;
    private final Duration bodyTime;

    @Inject
    Arrivals(TrustedProxies proxies, RateLimiter limiter, PlainSightings sightings, ConfigurationSource configuration) {
        this.proxies = proxies;
        this.limiter = limiter;
        this.sightings = sightings;
        this.bodyTime = RateLimitSettings.BODY_TIME.in(configuration);
    }

    TrustedProxies.Client client(HttpServletRequest request) {
        return proxies.client(request);
    }

    Admission admission(HttpServletRequest request, TrustedProxies.Client client) {
        return limiter.admission(client.address(), MoneyCalls.isOne(request));
    }

    /**
     * Takes note of a secret that came to a proxy of ours without TLS, as on our own plain port.
     *
     * @throws Problem 403 when the request came so
     */
    void demandTls(HttpServletRequest request, TrustedProxies.Client client) {
        if (!client.tls()) {
            sightings.request("proxy");
            SentSecrets.in(head(request)).ifPresent(secret -> sightings.add(secret, client.text()));
            throw Problem.httpsRequired();
        }
    }

    /** What a request said before its body, as whoever listens on the way reads it. */
    private static String head(HttpServletRequest request) {
        StringBuilder head = new StringBuilder(request.getRequestURI());
        Optional.ofNullable(request.getQueryString())
                .ifPresent(query -> head.append('?').append(query));
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                head.append('\n').append(name).append(": ").append(value);
            }
        }
        return head.toString();
    }

    /** The same request with a body that comes in time or not at all. */
    HttpServletRequest timed(HttpServletRequest request) {
        return new TimedBody(request, bodyTime);
    }
}
