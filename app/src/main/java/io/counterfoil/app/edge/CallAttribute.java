package io.counterfoil.app.edge;

import io.counterfoil.domain.rest.Call;
import jakarta.servlet.http.HttpServletRequest;

/** Where a request carries its {@link Call}. */
final class CallAttribute {

    private static final String NAME = "counterfoil.call";

    private CallAttribute() {}

    static void set(HttpServletRequest request, Call call) {
        request.setAttribute(NAME, call);
    }

    static Call of(HttpServletRequest request) {
        return (Call) request.getAttribute(NAME);
    }
}
