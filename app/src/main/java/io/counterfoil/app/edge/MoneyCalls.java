package io.counterfoil.app.edge;

import jakarta.servlet.http.HttpServletRequest;

/** Which calls move money: every POST to a payment. A test holds it against the API's description. */
final class MoneyCalls {

    private static final String PAYMENTS = "/v1/payments";

    private MoneyCalls() {}

    static boolean isOne(HttpServletRequest request) {
        String path = request.getPathInfo() == null
                ? request.getServletPath()
                : request.getServletPath() + request.getPathInfo();
        return isOne(request.getMethod(), path);
    }

    /**
     * By the path as the container has decoded it, so that {@code %70ayments} is no way around a limit.
     */
    static boolean isOne(String method, String path) {
        return method.equals("POST")
                && path.startsWith(PAYMENTS)
                && (path.length() == PAYMENTS.length() || path.charAt(PAYMENTS.length()) == '/');
    }
}
