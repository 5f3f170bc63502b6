package io.counterfoil.app.edge;

import io.counterfoil.domain.apikey.ApiKeyAuthentication;
import io.counterfoil.domain.operator.OperatorTokens;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;

/** Finds out who calls and whether they may, by the {@link Allow} of the method that is about to be called. */
@Provider
@jakarta.annotation.Priority(Priorities.AUTHENTICATION)
public class Authentication implements ContainerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiKeyAuthentication keys;
    private final OperatorTokens operators;

    @Context
    private ResourceInfo resource;

    @Context
    private HttpServletRequest servletRequest;

    @Inject
    public Authentication(ApiKeyAuthentication keys, OperatorTokens operators) {
        this.keys = keys;
        this.operators = operators;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Allow allow = resource.getResourceMethod().getAnnotation(Allow.class);
        Caller caller = allow != null && allow.anyone() ? new Caller.Anyone() : authenticate(request.getHeaders());
        Authorization.demand(caller, allow);
        Call call = new Call(
                caller,
                RequestIds.of(servletRequest),
                request.getMethod(),
                request.getUriInfo().getRequestUri().getRawPath(),
                request.getHeaders().getOrDefault("Idempotency-Key", List.of()),
                servletRequest.getRemoteAddr());
        request.setSecurityContext(new CallContext(call));
    }

    private Caller authenticate(MultivaluedMap<String, String> headers) {
        List<String> lines = headers.getOrDefault(HttpHeaders.AUTHORIZATION, List.of());
        if (lines.size() != 1 || !lines.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Problem.unauthenticated("Send one header Authorization: Bearer, with an API key.");
        }
        String secret = lines.get(0).substring(SCHEME.length()).strip();
        Optional<? extends Caller> caller = keys.authenticate(secret);
        if (caller.isEmpty()) {
            caller = operators.authenticate(secret);
        }
        if (caller.isEmpty()) {
            throw Problem.unauthenticated("This API key is unknown, expired or revoked.");
        }
        return caller.get();
    }
}
