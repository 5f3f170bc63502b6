package io.counterfoil.privacy.desk;

import static io.counterfoil.domain.rest.Caller.Role.PRIVACY_OFFICER;

import io.counterfoil.domain.database.MerchantPages;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Whose;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.NewRequest;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestView;
import io.counterfoil.privacy.request.Requests;
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
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;

/** {@code /v1/privacy/requests}: received, listed, taken back. */
@Path("/v1/privacy/requests")
@Singleton
public final class PrivacyRequestsResource {

    private final Intake intake;
    private final Desk desk;
    private final Requests requests;
    private final Idempotency idempotency;
    private final MerchantPages pages;

    @Inject
    public PrivacyRequestsResource(
            Intake intake, Desk desk, Requests requests, Idempotency idempotency, MerchantPages pages) {
        this.intake = intake;
        this.desk = desk;
        this.requests = requests;
        this.idempotency = idempotency;
        this.pages = pages;
    }

    @POST
    @Allow(scope = "privacy_requests:write", roles = PRIVACY_OFFICER)
    public Response create(Body<CreateRequest> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        return idempotency
                .once(call, body.tree(), () -> receive(intake.check(body.content(), call), call))
                .response();
    }

    /** Once the person is erased, the key answers 410. */
    private Answer receive(NewRequest wanted, Call call) {
        Answer answer = Answer.created(desk.view(requests.receive(wanted, Actor.of(call)), call));
        List<UUID> customers = wanted.customers();
        return customers.size() == 1
                ? answer.about(new DataSubject(wanted.merchant(), wanted.livemode(), customers.get(0)))
                : answer;
    }

    @GET
    @Allow(scope = "privacy_requests:read", roles = PRIVACY_OFFICER)
    public Page<RequestView> list(@Context UriInfo uri, @Context SecurityContext context) {
        Call call = Call.of(context);
        PageRequest page = PageRequest.of(uri, IdKind.PRIVACY_REQUEST);
        return Page.of(page, pages.read(PrivacyRequest.class, Whose.of(uri, call), page))
                .map(request -> desk.view(request, call));
    }

    @GET
    @Path("/{id}")
    @Allow(scope = "privacy_requests:read", roles = PRIVACY_OFFICER)
    public RequestView get(@PathParam("id") String id, @Context SecurityContext context) {
        Call call = Call.of(context);
        return desk.view(desk.demand(id, call), call);
    }

    @DELETE
    @Path("/{id}")
    @Allow(scope = "privacy_requests:write", roles = PRIVACY_OFFICER)
    public RequestView cancel(@PathParam("id") String id, @Context SecurityContext context) {
        Call call = Call.of(context);
        PrivacyRequest request = desk.demand(id, call);
        return desk.view(requests.cancel(request.key(), Actor.of(call)), call);
    }
}
