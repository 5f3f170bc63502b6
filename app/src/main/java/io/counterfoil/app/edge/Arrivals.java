package io.counterfoil.app.edge;

import io.counterfoil.app.ratelimit.Admission;
import io.counterfoil.app.ratelimit.RateLimiter;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.leak.PlainSightings;
import io.counterfoil.domain.ratelimit.RateLimitSettings;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.time.Duration;

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

    /**
     * The client's address.
     *
     * @throws Problem 403 when it came to a proxy of ours without TLS: what it sent there was seen, as on our own plain port
     */
    InetAddress client(HttpServletRequest request) {
        try {
            return proxies.client(request);
        } catch (Problem withoutTls) {
            String authorization = String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION));
            sightings.request("proxy");
            sightings.add(authorization.substring(authorization.lastIndexOf(' ') + 1), request.getRemoteAddr());
            throw withoutTls;
        }
    }

    Admission admission(HttpServletRequest request, InetAddress client) {
        return limiter.admission(client, MoneyCalls.isOne(request));
    }

    /** The same request with a body that comes in time or not at all. */
    HttpServletRequest timed(HttpServletRequest request) {
        return new TimedBody(request, bodyTime);
    }
}
