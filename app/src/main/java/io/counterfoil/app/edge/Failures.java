package io.counterfoil.app.edge;

import io.counterfoil.domain.canonicaljson.NotCanonicalizable;
import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Turns whatever went wrong into problem details: the one place where exceptions get their HTTP status. */
@Provider
public class Failures implements ExceptionMapper<Throwable> {

    private static final Logger LOG = Logger.getLogger(Failures.class.getName());

    private static final String PROBLEM_JSON = "application/problem+json";

    @Context
    private HttpServletRequest request;

    @Override
    public Response toResponse(Throwable failure) {
        String requestId = CallAttribute.of(request).requestId();
        Problem problem = problem(failure, requestId);
        Observation.refused(request, problem.code());
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(PROBLEM_JSON).entity(Json.write(problem.document(requestId)));
        problem.headers().forEach(response::header);
        if (failure instanceof NotAllowedException notAllowed) {
            Optional.ofNullable(notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW))
                    .ifPresent(allow -> response.header(HttpHeaders.ALLOW, allow));
        }
        return response.build();
    }

    /** Answers a request that never reached JAX-RS. */
    static void write(HttpServletRequest request, HttpServletResponse response, Throwable failure, String requestId)
            throws IOException {
        Problem problem = problem(failure, requestId);
        Observation.refused(request, problem.code());
        response.setStatus(problem.status());
        response.setContentType(PROBLEM_JSON);
        problem.headers().forEach(response::setHeader);
        response.getOutputStream().write(Json.write(problem.document(requestId)));
    }

    static Problem problem(Throwable failure, String requestId) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof NotCanonicalizable) {
            return Problem.malformed("The body holds a number or text that JSON can't carry unchanged.");
        }
        if (failure instanceof NotFoundException) {
            return Problem.notFound();
        }
        if (failure instanceof WebApplicationException http
                && http.getResponse().getStatus() < 500) {
            return ofStatus(http.getResponse().getStatus());
        }
        if (failure instanceof SubjectErased) {
            return new Problem(
                    409,
                    "customer_erased",
                    "The present state does not allow that",
                    "The customer was erased while this was worked on, and nothing was done. Send the same request again.",
                    true);
        }
        if (failure instanceof SealBroken) {
            LOG.log(
                    Level.SEVERE,
                    "{0}: {1}. It was changed or moved in the database: put the row back from a backup.",
                    new Object[] {requestId, failure.getMessage()});
            return new Problem(
                    500,
                    "sealed_value_broken",
                    "A sealed value does not open",
                    "It was changed or moved where it is stored, and is not shown. Tell whoever runs the server this"
                            + " request id: the log says which column it is.",
                    false);
        }
        Optional<DatabaseFailure> database = DatabaseFailure.behind(failure).filter(DatabaseFailure::passing);
        if (database.isPresent()) {
            LOG.log(Level.WARNING, "{0}: the database failed ({1}); the client was told to try again.", new Object[] {
                requestId, database.get().getMessage()
            });
            return Problem.unavailable("The database did not answer. Send the same request again.");
        }
        if (failure.getCause() != null && failure.getCause() != failure) {
            return problem(failure.getCause(), requestId);
        }
        LOG.log(Level.SEVERE, requestId + " failed", failure);
        return broken();
    }

    /** The problem of a status that carries no reason of its own. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> Problem.notFound();
            case 405 ->
                new Problem(
                        405, "method_not_allowed", "The method is not allowed here", "See the Allow header.", false);
            case 406 ->
                new Problem(406, "not_acceptable", "Nothing here is acceptable", "Accept application/json.", false);
            case 415 ->
                new Problem(
                        415,
                        "unsupported_media_type",
                        "The body's media type is not supported",
                        "Send Content-Type: application/json, in UTF-8.",
                        false);
            case 500 -> broken();
            default -> new Problem(status, "invalid_request", "The request is not valid", "See /openapi.", false);
        };
    }

    private static Problem broken() {
        return new Problem(
                500,
                "internal_error",
                "Something broke on our side",
                "It was logged under this request id. The same request may be sent again with the same"
                        + " Idempotency-Key.",
                true);
    }
}
