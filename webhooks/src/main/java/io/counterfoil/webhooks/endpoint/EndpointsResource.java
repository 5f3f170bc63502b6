package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Roll;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.webhooks.signing.Signer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.UUID;

/** {@code /v1/webhook-endpoints}: those of one's own merchant and mode. */
@Path("/v1/webhook-endpoints")
@Singleton
public final class EndpointsResource {

    private final Endpoints endpoints;
    private final Drafts drafts;
    private final Presentation presentation;
    private final Secrets secrets;
    private final Idempotency idempotency;

    @Inject
    public EndpointsResource(
            Endpoints endpoints, Drafts drafts, Presentation presentation, Secrets secrets, Idempotency idempotency) {
        this.endpoints = endpoints;
        this.drafts = drafts;
        this.presentation = presentation;
        this.secrets = secrets;
        this.idempotency = idempotency;
    }

    @POST
    @Allow(scope = "webhook_endpoints:write")
    public Response create(Body<EndpointRequest> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        return idempotency
                .once(call, body.tree(), () -> {
                    Endpoint wanted = drafts.endpoint(body.content(), call.merchantKey());
                    Signer signer = endpoints.create(wanted, Actor.of(call));
                    return shownOnce(wanted, signer);
                })
                .response();
    }

    @GET
    @Allow(scope = "webhook_endpoints:read")
    public Page<Endpoint.View> list(@Context UriInfo uri, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        return presentation.page(caller, PageRequest.of(uri, IdKind.WEBHOOK_ENDPOINT));
    }

    @GET
    @Path("/{id}")
    @Allow(scope = "webhook_endpoints:read")
    public Endpoint.View get(@PathParam("id") String id, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        return endpoints
                .find(caller.merchant(), caller.livemode(), parse(id))
                .map(presentation::view)
                .orElseThrow(Problem::notFound);
    }

    @PATCH
    @Path("/{id}")
    @Allow(scope = "webhook_endpoints:write")
    public Endpoint.View change(
            @PathParam("id") String id, Body<EndpointRequest> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        return presentation.view(endpoints.change(
                call.merchantKey(), parse(id), Actor.of(call), endpoint -> drafts.apply(body, endpoint)));
    }

    @DELETE
    @Path("/{id}")
    @Allow(scope = "webhook_endpoints:write")
    public Deleted delete(@PathParam("id") String id, @Context SecurityContext context) {
        Call call = Call.of(context);
        endpoints.delete(call.merchantKey(), parse(id), Actor.of(call));
        return new Deleted(id, "webhook_endpoint", true);
    }

    record Deleted(String id, String object, boolean deleted) {}

    @POST
    @Path("/{id}/rotate-secret")
    @Allow(scope = "webhook_endpoints:write")
    public Response rotate(@PathParam("id") String id, Body<Roll> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        UUID endpointId = parse(id);
        return idempotency
                .once(call, body.tree(), () -> {
                    Duration overlap = body.content().overlap();
                    Endpoint endpoint = endpoints
                            .find(caller.merchant(), caller.livemode(), endpointId)
                            .orElseThrow(Problem::notFound);
                    return shownOnce(endpoint, secrets.rotate(endpoint, overlap, Actor.of(call)));
                })
                .response();
    }

    /** The secret of a rotation that was automatic. */
    @POST
    @Path("/{id}/collect-secret")
    @Allow(scope = "webhook_endpoints:write")
    public Response collect(@PathParam("id") String id, Body<Roll> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        UUID endpointId = parse(id);
        return idempotency
                .once(call, body.tree(), () -> {
                    Duration overlap = body.content().overlap();
                    Endpoint endpoint = endpoints
                            .find(caller.merchant(), caller.livemode(), endpointId)
                            .orElseThrow(Problem::notFound);
                    return shownOnce(endpoint, secrets.collect(endpoint, overlap, Actor.of(call)));
                })
                .response();
    }

    private Answer shownOnce(Endpoint endpoint, Signer signer) {
        return Answer.createdWithSecret(
                presentation.view(endpoint, signer, true), presentation.view(endpoint, signer, false));
    }

    private static UUID parse(String id) {
        return IdKind.WEBHOOK_ENDPOINT.parse(id).orElseThrow(Problem::notFound);
    }
}
