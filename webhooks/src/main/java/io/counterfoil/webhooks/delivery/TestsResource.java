package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.webhooks.endpoint.Endpoints;
import io.counterfoil.webhooks.outbox.EventFilter;
import io.counterfoil.webhooks.outbox.Outbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.UUID;

/** {@code POST /v1/webhook-endpoints/{id}/test}: sends a {@code ping} to one endpoint. */
@Path("/v1/webhook-endpoints/{id}/test")
@Singleton
public final class TestsResource {

    private final Endpoints endpoints;
    private final Outbox outbox;
    private final Deliveries deliveries;
    private final Idempotency idempotency;

    @Inject
    public TestsResource(Endpoints endpoints, Outbox outbox, Deliveries deliveries, Idempotency idempotency) {
        this.endpoints = endpoints;
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.idempotency = idempotency;
    }

    @POST
    @Allow(scope = "webhook_endpoints:write")
    public Response test(
            @PathParam("id") String id, Body<DeliveriesResource.Nothing> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        UUID endpoint = IdKind.WEBHOOK_ENDPOINT.parse(id).orElseThrow(Problem::notFound);
        return idempotency
                .once(call, body.tree(), () -> Answer.of(202, ping(caller, endpoint)))
                .response();
    }

    private Delivery.Summary ping(Caller.MerchantKey caller, UUID endpoint) {
        boolean enabled = endpoints
                .enabled(caller.merchant(), caller.livemode(), endpoint)
                .orElseThrow(Problem::notFound);
        if (!enabled) {
            throw Problem.conflict("endpoint_disabled", "Enable this endpoint first.");
        }
        UUID event = outbox.ping(caller.merchant(), caller.livemode(), endpoint);
        Deliveries.Filter filter = new Deliveries.Filter(endpoint, event, null, EventFilter.ALL);
        PageRequest one = new PageRequest(1, Optional.empty(), Optional.empty());
        return deliveries
                .page(caller.merchant(), caller.livemode(), filter, one)
                .get(0)
                .summary();
    }
}
