package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.request.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** {@code /opendsr}: a key of the merchant's says whose request it is. */
@Path("/opendsr")
@Singleton
public final class OpenDsrResource {

    private static final int LARGEST = 64 * 1024;

    private final OpenDsrRequests requests;
    private final Answers answers;
    private final Idempotency idempotency;

    @Inject
    public OpenDsrResource(OpenDsrRequests requests, Answers answers, Idempotency idempotency) {
        this.requests = requests;
        this.answers = answers;
        this.idempotency = idempotency;
    }

    @GET
    @Path("/discovery")
    @Allow(scope = "privacy_requests:read")
    public Response discovery() {
        return answers.signed(200, Json.write(answers.discovery()));
    }

    @POST
    @Path("/requests")
    @Consumes("*/*")
    @Allow(scope = "privacy_requests:write")
    public Response receive(InputStream body, @Context SecurityContext context) throws IOException {
        byte[] sent = body.readNBytes(LARGEST + 1);
        Call call = Call.of(context);
        return refusable(() -> {
            if (sent.length > LARGEST) {
                throw Problem.malformed("The body is larger than " + LARGEST + " bytes.");
            }
            Incoming incoming = Incoming.read(sent);
            Answer answer = onceMoreAfterAnother(() -> idempotency.once(call, Json.tree(sent), () -> {
                OpenDsrRequests.Known known = requests.receive(incoming, call.merchantKey(), Actor.of(call));
                return Answer.createdWithSecret(answers.received(known, sent), answers.received(known, null));
            }));
            return answers.signed(answer.status(), answer.body());
        });
    }

    /** Of two that come at once with one id the later runs into the row of the first: then it is the same request. */
    private static Answer onceMoreAfterAnother(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            if (DatabaseFailure.behind(failure)
                    .filter(DatabaseFailure::constraint)
                    .isEmpty()) {
                throw failure;
            }
            return work.get();
        }
    }

    @GET
    @Path("/requests/{id}")
    @Allow(scope = "privacy_requests:read")
    public Response status(@PathParam("id") String id, @Context SecurityContext context) {
        return refusable(() -> {
            OpenDsrRequests.Known known = demand(id, Call.of(context));
            return answers.signed(200, Json.write(answers.status(known.row(), known.request(), null)));
        });
    }

    @DELETE
    @Path("/requests/{id}")
    @Allow(scope = "privacy_requests:write")
    public Response cancel(@PathParam("id") String id, @Context SecurityContext context) {
        Call call = Call.of(context);
        return refusable(() -> {
            OpenDsrRequests.Known known = requests.cancel(demand(id, call), Actor.of(call));
            return answers.signed(202, Json.write(answers.cancelled(known)));
        });
    }

    private OpenDsrRequests.Known demand(String id, Call call) {
        return requests.find(call.merchantKey(), id).orElseThrow(Problem::notFound);
    }

    /** What is wrong with the request itself is told as OpenDSR tells it. */
    private Response refusable(Supplier<Response> work) {
        try {
            return work.get();
        } catch (Problem problem) {
            if (problem.status() >= 500) {
                throw problem;
            }
            return answers.signed(problem.status(), OpenDsrRefused.document(problem));
        }
    }
}
