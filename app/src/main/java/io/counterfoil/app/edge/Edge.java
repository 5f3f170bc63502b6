package io.counterfoil.app.edge;

import io.counterfoil.domain.database.Database;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/**
 * Stands before everything: gives each request an id and each answer the headers that all of them have, and finds out who
 * calls. What it refuses is answered as any other problem is.
 */
@WebFilter(urlPatterns = "/*")
public class Edge extends HttpFilter {

    private static final long serialVersionUID = 1;

    private final transient Ids ids;
    private final transient Authentication authentication;
    private final transient Database database;

    @Inject
    public Edge(Ids ids, Authentication authentication, Database database) {
        this.ids = ids;
        this.authentication = authentication;
        this.database = database;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = IdKind.REQUEST.text(ids.next());
        response.setHeader("Request-Id", id);
        SecurityHeaders.on(response, request.getRequestURI());
        CallAttribute.set(request, call(new Caller.Anyone(), id, request));
        try {
            database.demandReady();
            CallAttribute.set(request, call(authentication.of(request, request.getRemoteAddr()), id, request));
            chain.doFilter(request, new ProblemsOnly(response, id));
        } catch (ServletException | RuntimeException failure) {
            if (response.isCommitted()) {
                throw failure;
            }
            Failures.write(response, failure, id);
        }
    }

    private static Call call(Caller caller, String id, HttpServletRequest request) {
        return new Call(
                caller,
                id,
                request.getMethod(),
                request.getRequestURI(),
                Collections.list(request.getHeaders("Idempotency-Key")),
                request.getRemoteAddr());
    }
}
