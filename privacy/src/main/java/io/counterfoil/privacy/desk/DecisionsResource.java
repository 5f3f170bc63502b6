package io.counterfoil.privacy.desk;

import static io.counterfoil.domain.rest.Caller.Role.PRIVACY_OFFICER;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.privacy.certificate.Certificates;
import io.counterfoil.privacy.link.Link;
import io.counterfoil.privacy.link.Links;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.Decisions;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RefusalGround;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.RequestType;
import io.counterfoil.privacy.request.RequestView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /v1/privacy/requests/{id}/…}: what only a person can decide. */
@Path("/v1/privacy/requests")
@Singleton
public final class DecisionsResource {

    private static final int LONGEST_REASON = 2_000;
    private static final int LONGEST_NAME = 100;

    private final Desk desk;
    private final Decisions decisions;
    private final Links links;
    private final Certificates certificates;
    private final Idempotency idempotency;

    @Inject
    public DecisionsResource(
            Desk desk, Decisions decisions, Links links, Certificates certificates, Idempotency idempotency) {
        this.desk = desk;
        this.decisions = decisions;
        this.links = links;
        this.certificates = certificates;
        this.idempotency = idempotency;
    }

    record Extend(@Nullable String reason) {}

    record Refuse(@Nullable String ground, @Nullable String reason) {}

    record Acknowledge(@Nullable String recipient) {}

    record Nothing() {}

    /** A link for the person, which the caller hands on; shown once. */
    record LinkView(
            String object,
            String request,
            String kind,
            @Nullable String secret,
            Instant expiresAt) {}

    @POST
    @Path("/{id}/extend")
    @Allow(scope = "privacy_requests:write", roles = PRIVACY_OFFICER)
    public Response extend(@PathParam("id") String id, Body<Extend> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        PrivacyRequest request = desk.demand(id, call);
        String reason = Text.required("reason", body.content().reason(), LONGEST_REASON);
        return once(call, body, () -> decisions.extend(request, Actor.of(call), reason));
    }

    @POST
    @Path("/{id}/refuse")
    @Allow(scope = "privacy_requests:write", roles = PRIVACY_OFFICER)
    public Response refuse(@PathParam("id") String id, Body<Refuse> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        PrivacyRequest request = desk.demand(id, call);
        RefusalGround ground = Optional.ofNullable(body.content().ground())
                .flatMap(RefusalGround::parse)
                .orElseThrow(() -> Problem.invalid(
                        "ground",
                        "Send not_identified, unfounded, excessive, legal_obligation, legal_claims or"
                                + " rights_of_others."));
        String reason = Text.required("reason", body.content().reason(), LONGEST_REASON);
        return once(call, body, () -> decisions.refuse(request, Actor.of(call), ground, reason));
    }

    /** What a person had to do was done: the record was corrected. */
    @POST
    @Path("/{id}/complete")
    @Allow(scope = "privacy_requests:write", roles = PRIVACY_OFFICER)
    public Response complete(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        PrivacyRequest request = desk.demand(id, call);
        if (request.type() != RequestType.RECTIFICATION) {
            throw Problem.conflict("privacy_request_automatic", "Requests of this type are done by the server itself.");
        }
        return once(call, body, () -> decisions.complete(request, Actor.of(call)));
    }

    @POST
    @Path("/{id}/links")
    @Allow(scope = "privacy_requests:write", roles = PRIVACY_OFFICER)
    public Response link(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        PrivacyRequest request = desk.demand(id, call);
        return idempotency
                .once(call, body.tree(), () -> {
                    Link link = links.make(request);
                    decisions.note(request, Actor.of(call), "link_made");
                    return Answer.createdWithSecret(view(request, link, links.reveal(link)), view(request, link, null));
                })
                .response();
    }

    @POST
    @Path("/{id}/acknowledgements")
    @Allow(scope = "privacy_requests:write", roles = PRIVACY_OFFICER)
    public Response acknowledge(@PathParam("id") String id, Body<Acknowledge> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        PrivacyRequest request = desk.demand(id, call);
        String recipient = Text.required("recipient", body.content().recipient(), LONGEST_NAME);
        if (request.type() != RequestType.ERASURE || request.status() != RequestStatus.COMPLETED) {
            throw Problem.conflict("privacy_request_not_erased", "Only a completed erasure can be acknowledged.");
        }
        return once(call, body, () -> {
            certificates.acknowledge(request, recipient);
            decisions.note(request, Actor.of(call), "acknowledged");
            return request;
        });
    }

    private Response once(Call call, Body<?> body, Supplier<PrivacyRequest> work) {
        return idempotency
                .once(call, body.tree(), () -> answer(work.get(), call))
                .response();
    }

    /** What is kept of an answer that repeats a reason dies with whom the reason is about. */
    private Answer answer(PrivacyRequest request, Call call) {
        RequestView view = desk.view(request, call);
        Answer answer = Answer.of(200, view);
        return request.subject()
                .filter(subject -> view.reasoned())
                .map(answer::about)
                .orElse(answer);
    }

    private static LinkView view(PrivacyRequest request, Link link, @Nullable String secret) {
        return new LinkView("privacy_link", request.text(), link.kind().text(), secret, link.expiresAt());
    }
}
