package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** A response on which the container's own error pages become problem details, like every other refusal. */
final class ProblemsOnly extends HttpServletResponseWrapper {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String requestId;

    ProblemsOnly(HttpServletRequest request, HttpServletResponse response, String requestId) {
        super(response);
        this.request = request;
        this.response = response;
        this.requestId = requestId;
    }

    @Override
    public void sendError(int status) throws IOException {
        response.resetBuffer();
        Problem problem = Failures.ofStatus(status);
        Failures.write(request, response, problem, requestId);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        sendError(status);
    }
}
