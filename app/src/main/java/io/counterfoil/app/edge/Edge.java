package io.counterfoil.app.edge;

import io.counterfoil.app.ratelimit.Admission;
import io.counterfoil.app.serving.Requests;
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

    private final transient Requests requests;
    private final transient Ids ids;
    private final transient Arrivals arrivals;
    private final transient Authentication authentication;
    private final transient Database database;

    @Inject
    public Edge(Requests requests, Ids ids, Arrivals arrivals, Authentication authentication, Database database) {
        this.requests = requests;
        this.ids = ids;
        this.arrivals = arrivals;
        this.authentication = authentication;
        this.database = database;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        requests.begin();
        try {
            answer(request, response, chain);
            if (requests.stopping()) {
                response.flushBuffer(); // the port may close once nothing is in hand
            }
        } finally {
            requests.end();
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = IdKind.REQUEST.text(ids.next());
        response.setHeader("Request-Id", id);
        Observation.answering(request, response);
        SecurityHeaders.on(response, request.getRequestURI());
        if (requests.stopping()) {
            lastOnItsConnection(request, response);
        }
        CallAttribute.set(request, call(new Caller.Anyone(), id, request, request.getRemoteAddr()));
        try {
            requests.demandServing();
            TrustedProxies.Client client = arrivals.client(request);
            try (Admission admission = arrivals.admission(request, client)) {
                Caller caller = admitted(admission, request, response, client);
                CallAttribute.set(request, call(caller, id, request, client.text()));
                chain.doFilter(arrivals.timed(request), new ProblemsOnly(request, response, id));
            }
        } catch (ServletException | RuntimeException failure) {
            if (response.isCommitted()) {
                throw failure;
            }
            Failures.write(request, response, failure, id);
        }
    }

    /**
     * A connection that is kept open and closed while its next request is on the way leaves the client to guess whether that
     * was read (RFC 9112, section 9.3.1). HTTP/2 has GOAWAY for it.
     */
    private static void lastOnItsConnection(HttpServletRequest request, HttpServletResponse response) {
        if (request.getProtocol().startsWith("HTTP/1")) {
            response.setHeader("Connection", "close");
        }
    }

    /** Whoever calls, once every limit has let them pass; the answer says what is left of each. */
    private Caller admitted(
            Admission admission,
            HttpServletRequest request,
            HttpServletResponse response,
            TrustedProxies.Client client) {
        try {
            admission.begin();
            arrivals.demandTls(request, client);
            Address.demandReadable(request.getRequestURI(), request.getQueryString());
            database.demandReady();
            // a good credential never meets the limit of failed ones: it is known to be good before that is asked
            Caller caller = authentication.of(request, client, admission::failedAuthentication);
            admission.identify(caller);
            return caller;
        } finally {
            response.setHeader("RateLimit-Policy", admission.policies());
            response.setHeader("RateLimit", admission.remaining());
        }
    }

    private static Call call(Caller caller, String id, HttpServletRequest request, String address) {
        return new Call(
                caller,
                id,
                request.getMethod(),
                request.getRequestURI(),
                Collections.list(request.getHeaders("Idempotency-Key")),
                address);
    }
}
