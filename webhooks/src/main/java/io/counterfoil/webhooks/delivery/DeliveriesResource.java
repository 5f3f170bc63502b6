package io.counterfoil.webhooks.delivery;

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
import io.counterfoil.webhooks.outbox.EventFilter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/webhook-deliveries}: those of one's own merchant and mode. */
@Path("/v1/webhook-deliveries")
@Singleton
public final class DeliveriesResource {

    private final Deliveries deliveries;
    private final Idempotency idempotency;

    @Inject
    public DeliveriesResource(Deliveries deliveries, Idempotency idempotency) {
        this.deliveries = deliveries;
        this.idempotency = idempotency;
    }

    /** A POST that says all in its path. */
    record Nothing() {}

    @GET
    @Allow(scope = "webhook_deliveries:read")
    public Page<Delivery.Summary> list(@Context UriInfo uri, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        PageRequest page = PageRequest.of(uri, IdKind.WEBHOOK_DELIVERY);
        Deliveries.Filter filter = new Deliveries.Filter(
                id(uri, "endpoint", IdKind.WEBHOOK_ENDPOINT),
                id(uri, "event", IdKind.EVENT),
                status(uri),
                EventFilter.of(uri));
        return Page.of(page, deliveries.page(caller.merchant(), caller.livemode(), filter, page))
                .map(Delivery::summary);
    }

    @GET
    @Path("/{id}")
    @Allow(scope = "webhook_deliveries:read")
    public Delivery.View get(@PathParam("id") String id, @Context SecurityContext context) {
        Call call = Call.of(context);
        return deliveries
                .show(demand(id, call.merchantKey()), call, "webhook_delivery.read")
                .view();
    }

    @POST
    @Path("/{id}/resend")
    @Allow(scope = "webhook_deliveries:write")
    public Response resend(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        return idempotency
                .once(call, body.tree(), () -> {
                    Delivery delivery = demand(id, call.merchantKey());
                    deliveries.resend(delivery);
                    Deliveries.Shown shown = deliveries.show(delivery, call, "webhook_delivery.resend");
                    Answer answer = Answer.of(202, shown.view());
                    return shown.about().map(answer::about).orElse(answer);
                })
                .response();
    }

    private Delivery demand(String id, Caller.MerchantKey caller) {
        return IdKind.WEBHOOK_DELIVERY
                .parse(id)
                .flatMap(delivery -> deliveries.find(caller.merchant(), caller.livemode(), delivery))
                .orElseThrow(Problem::notFound);
    }

    private static @Nullable UUID id(UriInfo uri, String param, IdKind kind) {
        String text = uri.getQueryParameters().getFirst(param);
        return text == null
                ? null
                : kind.parse(text).orElseThrow(() -> Problem.invalid(param, "Send the id of an object of that kind."));
    }

    private static @Nullable String status(UriInfo uri) {
        String status = uri.getQueryParameters().getFirst("status");
        if (status != null
                && !List.of(Delivery.PENDING, Delivery.DELIVERED, Delivery.FAILED)
                        .contains(status)) {
            throw Problem.invalid("status", "Send pending, delivered or failed.");
        }
        return status;
    }
}
