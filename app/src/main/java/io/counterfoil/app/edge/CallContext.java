package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Call;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** Carries the call to the resource, by JAX-RS's own means. */
record CallContext(Call call) implements SecurityContext {

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
