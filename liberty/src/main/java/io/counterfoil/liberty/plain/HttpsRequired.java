package io.counterfoil.liberty.plain;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers whatever comes over plain HTTP with one and the same 403. No redirect: it would teach clients to go on sending
 * their key in the clear (draft-ietf-httpapi-privacy, section 2). A plain {@link Servlet} rather than an
 * {@code HttpServlet}, so that no method is answered otherwise, and the request's body is never read.
 */
public final class HttpsRequired implements Servlet {

    private @Nullable ServletConfig configuration;

    @Override
    public void service(ServletRequest request, ServletResponse response) throws IOException {
        HttpServletResponse answer = (HttpServletResponse) response;
        String requestId = "req_" + UUID.randomUUID().toString().replace("-", "");
        byte[] problem = """
                {"type":"about:blank","title":"HTTPS required","status":403,\
                "detail":"This server answers over HTTPS only. If you sent a key, replace it: it crossed the network in the clear.",\
                "code":"https_required","request_id":"%s","retryable":false}"""
                .formatted(requestId)
                .getBytes(StandardCharsets.UTF_8);
        answer.setStatus(HttpServletResponse.SC_FORBIDDEN);
        answer.setContentType("application/problem+json");
        answer.setContentLength(problem.length);
        answer.setHeader("Request-Id", requestId);
        answer.setHeader("Cache-Control", "no-store");
        answer.setHeader("Connection", "close");
        answer.getOutputStream().write(problem);
    }

    @Override
    public void init(ServletConfig given) {
        configuration = given;
    }

    @Override
    public @Nullable ServletConfig getServletConfig() {
        return configuration;
    }

    @Override
    public String getServletInfo() {
        return "Counterfoil: HTTPS required";
    }

    @Override
    public void destroy() {
        // holds nothing
    }
}
