package io.counterfoil.webhooks.recovery;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.webhooks.endpoint.Endpoints;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/webhook-endpoints/{id}/recover}: sends again what an endpoint failed to take. */
@Path("/v1/webhook-endpoints/{id}/recover")
@Singleton
public final class RecoveriesResource {

    /** Within the shortest retention of deliveries: what was delivered must still be known as such. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Endpoints endpoints;
    private final Recoveries recoveries;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    public RecoveriesResource(
            Endpoints endpoints, Recoveries recoveries, Idempotency idempotency, Ids ids, InstantSource time) {
        this.endpoints = endpoints;
        this.recoveries = recoveries;
        this.idempotency = idempotency;
        this.ids = ids;
        this.time = time;
    }

    record Request(@Nullable String since, @Nullable String until) {}

    @POST
    @Allow(scope = "webhook_endpoints:write")
    public Response recover(@PathParam("id") String id, Body<Request> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        return idempotency
                .once(call, body.tree(), () -> {
                    Recovery recovery = new Recovery(
                            new MerchantScopedId(caller.merchant(), ids.next()),
                            caller.livemode(),
                            enabledEndpoint(id, caller),
                            span(body.content()),
                            time.instant());
                    recoveries.store(recovery);
                    return Answer.of(202, recovery.view());
                })
                .response();
    }

    @GET
    @Path("/{recovery}")
    @Allow(scope = "webhook_endpoints:read")
    public Recovery.View get(
            @PathParam("id") String id, @PathParam("recovery") String recovery, @Context SecurityContext context) {
        return demand(id, recovery, Call.of(context).merchantKey()).view();
    }

    @DELETE
    @Path("/{recovery}")
    @Allow(scope = "webhook_endpoints:write")
    public Recovery.View cancel(
            @PathParam("id") String id, @PathParam("recovery") String recovery, @Context SecurityContext context) {
        return recoveries
                .cancel(demand(id, recovery, Call.of(context).merchantKey()))
                .view();
    }

    private Recovery.Span span(Request wanted) {
        Instant now = time.instant();
        Instant since = instant("since", wanted.since());
        Instant until = wanted.until() == null ? now : instant("until", wanted.until());
        if (since.isBefore(now.minus(LONGEST))) {
            throw Problem.invalid("since", "Send a time within the last " + LONGEST.toDays() + " days.");
        }
        if (!until.isAfter(since)) {
            throw Problem.invalid("until", "Send a time after since.");
        }
        // what is committed later finds the endpoint by itself
        return new Recovery.Span(since, until.isAfter(now) ? now.plusMillis(1) : until);
    }

    private UUID enabledEndpoint(String id, Caller.MerchantKey caller) {
        UUID endpoint = IdKind.WEBHOOK_ENDPOINT.parse(id).orElseThrow(Problem::notFound);
        boolean enabled = endpoints
                .enabled(caller.merchant(), caller.livemode(), endpoint)
                .orElseThrow(Problem::notFound);
        if (!enabled) {
            throw Problem.conflict("endpoint_disabled", "Enable this endpoint first.");
        }
        return endpoint;
    }

    private Recovery demand(String id, String recovery, Caller.MerchantKey caller) {
        UUID endpoint = IdKind.WEBHOOK_ENDPOINT.parse(id).orElseThrow(Problem::notFound);
        return IdKind.WEBHOOK_RECOVERY
                .parse(recovery)
                .flatMap(found -> recoveries.find(caller.merchant(), caller.livemode(), found))
                .filter(found -> found.endpointId.equals(endpoint))
                .orElseThrow(Problem::notFound);
    }

    private static Instant instant(String param, @Nullable String text) {
        try {
            if (text != null) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeParseException unreadable) {
            // refused below, like none
        }
        throw Problem.invalid(param, "Send a time such as 2026-11-01T00:00:00Z.");
    }
}
