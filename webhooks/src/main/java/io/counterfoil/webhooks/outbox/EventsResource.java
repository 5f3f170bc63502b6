package io.counterfoil.webhooks.outbox;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** {@code /v1/events}. */
@Path("/v1/events")
@Singleton
public final class EventsResource {

    private final Events events;

    @Inject
    public EventsResource(Events events) {
        this.events = events;
    }

    @GET
    @Allow(scope = "events:read")
    public Page<JsonNode> list(@Context UriInfo uri, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        PageRequest page = PageRequest.of(uri, IdKind.EVENT);
        return Page.of(page, events.page(caller.merchant(), caller.livemode(), EventFilter.of(uri), page))
                .map(event -> Json.tree(event.body().getBytes(StandardCharsets.UTF_8)));
    }

    @GET
    @Path("/{id}")
    @Allow(scope = "events:read")
    public JsonNode get(@PathParam("id") String id, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        return IdKind.EVENT
                .parse(id)
                .flatMap(event -> events.find(caller.merchant(), caller.livemode(), event))
                .map(event -> Json.tree(event.body().getBytes(StandardCharsets.UTF_8)))
                .orElseThrow(Problem::notFound);
    }
}
