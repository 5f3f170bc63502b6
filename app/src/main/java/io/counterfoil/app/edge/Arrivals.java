package io.counterfoil.app.edge;

import io.counterfoil.app.ratelimit.Admission;
import io.counterfoil.app.ratelimit.RateLimiter;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.ratelimit.RateLimitSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.time.Duration;

/** What is known of a request before anybody knows whose it is: from where it comes, and how much may come from there. */
@Singleton
final class Arrivals {

    private final TrustedProxies proxies;
    private final RateLimiter limiter;
    private final Duration bodyTime;

    @Inject
    Arrivals(TrustedProxies proxies, RateLimiter limiter, ConfigurationSource configuration) {
        this.proxies = proxies;
        this.limiter = limiter;
        this.bodyTime = RateLimitSettings.BODY_TIME.in(configuration);
    }

    InetAddress client(HttpServletRequest request) {
        return proxies.client(request);
    }

    Admission admission(HttpServletRequest request, InetAddress client) {
        return limiter.admission(client, MoneyCalls.isOne(request));
    }

    /** The same request with a body that comes in time or not at all. */
    HttpServletRequest timed(HttpServletRequest request) {
        return new TimedBody(request, bodyTime);
    }
}
