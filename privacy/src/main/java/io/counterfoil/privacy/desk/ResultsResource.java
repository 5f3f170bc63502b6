package io.counterfoil.privacy.desk;

import static io.counterfoil.domain.rest.Caller.Role.PRIVACY_OFFICER;

import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.certificate.Certificates;
import io.counterfoil.privacy.export.Exports;
import io.counterfoil.privacy.export.StoredExport;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.RequestType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;

/** {@code /v1/privacy/requests/{id}/export} and {@code …/certificate}: what came of a request. */
@Path("/v1/privacy/requests")
@Singleton
public final class ResultsResource {

    private final Desk desk;
    private final Exports exports;
    private final Certificates certificates;
    private final AccessLog accesses;

    @Inject
    public ResultsResource(Desk desk, Exports exports, Certificates certificates, AccessLog accesses) {
        this.desk = desk;
        this.exports = exports;
        this.certificates = certificates;
        this.accesses = accesses;
    }

    @GET
    @Path("/{id}/export")
    @Produces("application/zip")
    @Allow(scope = "privacy_requests:read", roles = PRIVACY_OFFICER)
    public Response export(@PathParam("id") String id, @Context SecurityContext context) {
        Call call = Call.of(context);
        PrivacyRequest request = desk.demand(id, call);
        if (!request.type().copy()) {
            throw Problem.notFound();
        }
        demandCompleted(request);
        StoredExport export = exports.find(request.key()).orElseThrow(ResultsResource::gone);
        try {
            StreamingOutput content = exports.open(export)::writeTo;
            accesses.note(call, "privacy_export.read", request.text(), export.opened(request.livemode()));
            return Response.ok(content, "application/zip")
                    .header("Content-Disposition", "attachment; filename=\"" + request.text() + ".zip\"")
                    .build();
        } catch (SubjectErased erased) {
            throw gone();
        }
    }

    @GET
    @Path("/{id}/certificate")
    @Produces(MediaType.APPLICATION_JSON)
    @Allow(scope = "privacy_requests:read", roles = PRIVACY_OFFICER)
    public String certificate(@PathParam("id") String id, @Context SecurityContext context) {
        PrivacyRequest request = desk.demand(id, Call.of(context));
        if (request.type() != RequestType.ERASURE) {
            throw Problem.notFound();
        }
        demandCompleted(request);
        return certificates.find(request.key()).orElseThrow(Problem::notFound);
    }

    private static void demandCompleted(PrivacyRequest request) {
        if (request.status().open()) {
            throw new Problem(
                            409,
                            "privacy_request_not_completed",
                            "The request is not done yet",
                            "It is " + request.status().text() + ". Ask again later.",
                            true)
                    .header("Retry-After", "1");
        }
        if (request.status() != RequestStatus.COMPLETED) {
            throw Problem.conflict(
                    "privacy_request_ended",
                    "This request has come to its end without a result: it is "
                            + request.status().text() + ".");
        }
    }

    private static Problem gone() {
        return new Problem(
                410, "export_gone", "The copy is gone", "It has expired, or the data were erased. Ask anew.", false);
    }
}
