package io.counterfoil.app.edge;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Whoever asks for a form that an object doesn't have gets it in the form that it has, instead of a refusal (RFC 9110,
 * section 12.5.1): many clients ask for JSON whatever they call, and a proof is text.
 */
@Provider
@PreMatching
public class AnyForm implements ContainerRequestFilter {

    private static final String ALL = "*/*";

    @Override
    public void filter(ContainerRequestContext request) {
        String accepted = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accepted != null && !accepted.contains(ALL)) {
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, accepted + ", " + ALL + ";q=0.001");
        }
    }
}
