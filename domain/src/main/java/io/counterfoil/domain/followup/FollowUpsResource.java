package io.counterfoil.domain.followup;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/payments/{id}/capture}, {@code …/void} and {@code …/refunds}. */
@Path("/v1/payments")
@Singleton
public final class FollowUpsResource {

    private final NewFollowUps newFollowUps;
    private final Execution execution;
    private final FollowUps followUps;
    private final Views views;

    @Inject
    public FollowUpsResource(NewFollowUps newFollowUps, Execution execution, FollowUps followUps, Views views) {
        this.newFollowUps = newFollowUps;
        this.execution = execution;
        this.followUps = followUps;
        this.views = views;
    }

    @POST
    @Path("/{id}/capture")
    @Allow(scope = "payments:write")
    public Response capture(@PathParam("id") String id, Body<Request.Amount> body, @Context SecurityContext context) {
        return carryOut(Instruction.Kind.CAPTURE, id, body.content().amount(), body, context);
    }

    @POST
    @Path("/{id}/void")
    @Allow(scope = "payments:write")
    public Response cancel(@PathParam("id") String id, Body<Request.Nothing> body, @Context SecurityContext context) {
        return carryOut(Instruction.Kind.VOID, id, null, body, context);
    }

    @POST
    @Path("/{id}/refunds")
    @Allow(scope = "payments:write")
    public Response refund(@PathParam("id") String id, Body<Request.Amount> body, @Context SecurityContext context) {
        return carryOut(Instruction.Kind.REFUND, id, body.content().amount(), body, context);
    }

    @GET
    @Path("/{id}/refunds")
    @Allow(scope = "payments:read")
    public Page<RefundView> refunds(
            @PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext context) {
        Standing payment = newFollowUps.standing(id, Call.of(context).merchantKey());
        PageRequest page = PageRequest.of(uri, IdKind.REFUND);
        Page<FollowUp> found = Page.of(page, followUps.refunds(payment.merchant(), payment.payment(), page));
        return new Page<>(found.object(), views.refunds(found.data(), payment.currency()), found.hasMore());
    }

    @GET
    @Path("/{id}/refunds/{refund}")
    @Allow(scope = "payments:read")
    public RefundView refund(
            @PathParam("id") String id, @PathParam("refund") String refund, @Context SecurityContext context) {
        Standing payment = newFollowUps.standing(id, Call.of(context).merchantKey());
        return IdKind.REFUND
                .parse(refund)
                .flatMap(wanted -> followUps.find(payment.merchant(), payment.livemode(), wanted))
                .filter(found -> found.is(Instruction.Kind.REFUND) && found.paymentId.equals(payment.payment()))
                .map(found -> views.refunds(List.of(found), payment.currency()).get(0))
                .orElseThrow(Problem::notFound);
    }

    private Response carryOut(
            Instruction.Kind kind, String id, @Nullable Long amount, Body<?> body, SecurityContext context) {
        NewFollowUps.Accepted accepted =
                newFollowUps.accept(kind, id, Optional.ofNullable(amount), body, Call.of(context));
        return execution.carryOut(accepted.request(), accepted.keyed()).response();
    }
}
