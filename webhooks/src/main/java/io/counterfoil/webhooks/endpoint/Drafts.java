package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Turns what was asked for into an endpoint, once the rules have let it pass. */
@Singleton
final class Drafts {

    private static final int LONGEST_DESCRIPTION = 500;

    private final EndpointRules rules;
    private final SealedText sealed;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    Drafts(EndpointRules rules, SealedText sealed, Ids ids, InstantSource time) {
        this.rules = rules;
        this.sealed = sealed;
        this.ids = ids;
        this.time = time;
    }

    Endpoint endpoint(EndpointRequest wanted, Caller.MerchantKey caller) {
        if (wanted.status() != null) {
            throw Problem.invalid("status", "A new endpoint is enabled. Change that afterwards.");
        }
        String url = rules.url(wanted.url());
        Endpoint endpoint = new Endpoint(caller.merchant(), ids.next(), caller.livemode(), url, time.instant());
        endpoint.choose(EventTypes.check(wanted.eventTypes()));
        endpoint.rateLimit = EndpointRules.rateLimit(wanted.rateLimit());
        endpoint.scheduleRetries(EndpointRules.retrySchedule(wanted.retrySchedule()));
        endpoint.retryJitter = EndpointRules.retryJitter(wanted.retryJitter());
        endpoint.timeoutSeconds = EndpointRules.timeoutSeconds(wanted.timeoutSeconds());
        endpoint.maxInFlight = EndpointRules.maxInFlight(wanted.maxInFlight());
        endpoint.rotateAfterDays = EndpointRules.rotateAfterDays(wanted.rotateAfterDays());
        sealed.describe(endpoint, description(wanted));
        sealed.setHeaders(endpoint, EndpointRules.headers(wanted.headers()));
        return endpoint;
    }

    /** Changes the members that were sent; {@code null} takes an optional one away. */
    void apply(Body<EndpointRequest> body, Endpoint endpoint) {
        EndpointRequest wanted = body.content();
        if (body.tree().has("url")) {
            endpoint.url = rules.url(wanted.url());
        }
        if (body.tree().has("event_types")) {
            endpoint.choose(EventTypes.check(wanted.eventTypes()));
        }
        if (body.tree().has("rate_limit")) {
            endpoint.rateLimit = EndpointRules.rateLimit(wanted.rateLimit());
        }
        if (body.tree().has("retry_schedule")) {
            endpoint.scheduleRetries(EndpointRules.retrySchedule(wanted.retrySchedule()));
        }
        if (body.tree().has("retry_jitter")) {
            endpoint.retryJitter = EndpointRules.retryJitter(wanted.retryJitter());
        }
        if (body.tree().has("timeout_seconds")) {
            endpoint.timeoutSeconds = EndpointRules.timeoutSeconds(wanted.timeoutSeconds());
        }
        if (body.tree().has("max_in_flight")) {
            endpoint.maxInFlight = EndpointRules.maxInFlight(wanted.maxInFlight());
        }
        if (body.tree().has("rotate_after_days")) {
            endpoint.rotateAfterDays = EndpointRules.rotateAfterDays(wanted.rotateAfterDays());
        }
        if (body.tree().has("description")) {
            sealed.describe(endpoint, description(wanted));
        }
        if (body.tree().has("headers")) {
            sealed.setHeaders(endpoint, EndpointRules.headers(wanted.headers()));
        }
        if (body.tree().has("status")) {
            endpoint.switchTo(status(wanted.status()));
        }
    }

    private static String status(@Nullable String wanted) {
        if (wanted != null && (wanted.equals(Endpoint.ENABLED) || wanted.equals(Endpoint.DISABLED))) {
            return wanted;
        }
        throw Problem.invalid("status", "Send enabled or disabled.");
    }

    private static @Nullable String description(EndpointRequest wanted) {
        return Text.optional("description", wanted.description(), LONGEST_DESCRIPTION)
                .orElse(null);
    }
}
