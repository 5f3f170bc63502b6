package io.counterfoil.app.edge;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives each request an id and each answer the headers that all of them have. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestIds extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** The request attribute that holds the id. */
    static final String ATTRIBUTE = "counterfoil.request_id";

    private final transient Ids ids;

    @Inject
    public RequestIds(Ids ids) {
        this.ids = ids;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = IdKind.REQUEST.text(ids.next());
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader("Request-Id", id);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        response.setHeader("X-Content-Type-Options", "nosniff");
        chain.doFilter(request, response);
    }

    static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "req_none";
    }
}
