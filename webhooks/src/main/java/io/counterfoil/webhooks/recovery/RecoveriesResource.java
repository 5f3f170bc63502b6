package io.counterfoil.webhooks.recovery;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.webhooks.endpoint.Endpoints;
import jakarta.enterprise.event.Event;
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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/webhook-endpoints/{id}/recover}: sends again what an endpoint failed to take. */
@Path("/v1/webhook-endpoints/{id}/recover")
@Singleton
public final class RecoveriesResource {

    private final Endpoints endpoints;
    private final Recoveries recoveries;
    private final Idempotency idempotency;
    private final Spans spans;
    private final Event<AuditedAct> audited;

    @Inject
    public RecoveriesResource(
            Endpoints endpoints,
            Recoveries recoveries,
            Idempotency idempotency,
            Spans spans,
            Event<AuditedAct> audited) {
        this.endpoints = endpoints;
        this.recoveries = recoveries;
        this.idempotency = idempotency;
        this.spans = spans;
        this.audited = audited;
    }

    record Request(@Nullable String since, @Nullable String until) {}

    @POST
    @Allow(scope = "webhook_endpoints:write")
    public Response recover(@PathParam("id") String id, Body<Request> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        return idempotency
                .once(call, body.tree(), () -> {
                    Request wanted = body.content();
                    Recovery recovery = recoveries.begin(
                            caller, enabledEndpoint(id, caller), spans.of(wanted.since(), wanted.until()));
                    audit(call, "webhook_endpoint.recovery_begun", recovery);
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
        Call call = Call.of(context);
        Recovery found = demand(id, recovery, call.merchantKey());
        return recoveries
                .cancel(found, () -> audit(call, "webhook_endpoint.recovery_cancelled", found))
                .view();
    }

    private void audit(Call call, String action, Recovery recovery) {
        audited.fire(Actor.of(call)
                .did(
                        recovery.merchantId,
                        action,
                        IdKind.WEBHOOK_ENDPOINT.text(recovery.endpointId),
                        Map.of("recovery", IdKind.WEBHOOK_RECOVERY.text(recovery.id))));
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
}
