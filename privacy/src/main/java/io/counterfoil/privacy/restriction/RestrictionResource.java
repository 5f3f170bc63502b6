package io.counterfoil.privacy.restriction;

import static io.counterfoil.domain.rest.Caller.Role.PRIVACY_OFFICER;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.domain.rest.Times;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.privacy.customer.Customers;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/customers/{id}/restriction/lift}: a person's data may be used again, and the person was told before. */
@Path("/v1/customers/{id}/restriction")
@Singleton
public final class RestrictionResource {

    private static final int LONGEST_REASON = 2_000;

    private final Customers customers;
    private final Lifts lifts;
    private final Idempotency idempotency;
    private final Event<AuditedAct> acts;

    @Inject
    public RestrictionResource(Customers customers, Lifts lifts, Idempotency idempotency, Event<AuditedAct> acts) {
        this.customers = customers;
        this.lifts = lifts;
        this.idempotency = idempotency;
        this.acts = acts;
    }

    record LiftRestriction(
            @Nullable String reason, @Nullable String toldAt) {}

    @POST
    @Path("/lift")
    @Allow(scope = "privacy_requests:write", roles = PRIVACY_OFFICER)
    public Response lift(@PathParam("id") String id, Body<LiftRestriction> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        String reason = Text.required("reason", body.content().reason(), LONGEST_REASON);
        Instant toldAt = toldAt(body.content().toldAt());
        return idempotency
                .once(call, body.tree(), () -> {
                    DataSubject subject = customers.reach(call, id);
                    Actor actor = Actor.of(call);
                    Lift lift = lifts.lift(subject, toldAt, reason, actor.id());
                    Lift.View view = lift.view(reason);
                    acts.fire(actor.did(
                            subject.merchant(),
                            "customer.restriction_lifted",
                            view.customer(),
                            Map.of(
                                    "restricted_at", view.restrictedAt().toString(),
                                    "told_at", view.toldAt().toString())));
                    return Answer.of(200, view).about(subject);
                })
                .response();
    }

    private static Instant toldAt(@Nullable String sent) {
        if (sent == null) {
            throw Problem.invalid(
                    "told_at",
                    "Tell the person that the restriction will be lifted, then send when that was (GDPR, Article 18 (3)).");
        }
        return Times.moment("told_at", sent, Times.LATEST).truncatedTo(ChronoUnit.MICROS);
    }
}
