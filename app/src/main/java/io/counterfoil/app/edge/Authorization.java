package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Scopes;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may do what: the one place that compares a caller with the {@link Allow} of the method about to be called. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class Authorization implements ContainerRequestFilter {

    @Context
    private ResourceInfo resource;

    @Context
    private HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request) {
        Call call = CallAttribute.of(servletRequest);
        Observation.routed(servletRequest, Routes.of(resource));
        demand(call.caller(), resource.getResourceMethod().getAnnotation(Allow.class));
        request.setSecurityContext(new CallContext(call));
    }

    /**
     * Lets a caller through or not. A method that says nothing lets nobody through.
     *
     * @throws Problem 401 without a credential, 403 with one that may not do this
     */
    static void demand(Caller caller, @Nullable Allow allow) {
        if (allow != null && allow.anyone()) {
            return;
        }
        if (caller instanceof Caller.Anyone) {
            throw Problem.unauthenticated("Send one header Authorization: Bearer, with an API key.");
        }
        if (allow == null || !permits(caller, allow)) {
            throw Problem.forbidden(
                    "forbidden", "This credential may not do that. Use one with the right scope or role.");
        }
    }

    private static boolean permits(Caller caller, Allow allow) {
        if (caller instanceof Caller.MerchantKey key) {
            return !allow.scope().isEmpty() && Scopes.cover(key.scopes(), allow.scope());
        }
        return caller instanceof Caller.Operator operator
                && List.of(allow.roles()).stream().anyMatch(operator.roles()::contains);
    }

    /** Carries the call to the resource, by JAX-RS's own means. */
    private record CallContext(Call call) implements SecurityContext {

        @Override
        public Principal getUserPrincipal() {
            return call;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
