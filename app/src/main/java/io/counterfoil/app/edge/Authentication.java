package io.counterfoil.app.edge;

import io.counterfoil.domain.apikey.ApiKeyAuthentication;
import io.counterfoil.domain.operator.OperatorTokens;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds out who calls, by the {@code Authorization} header. */
@Singleton
final class Authentication {

    private static final String SCHEME = "Bearer ";

    private final ApiKeyAuthentication keys;
    private final OperatorTokens operators;

    @Inject
    Authentication(ApiKeyAuthentication keys, OperatorTokens operators) {
        this.keys = keys;
        this.operators = operators;
    }

    /**
     * Whoever sent a request; {@link Caller.Anyone} without a credential.
     *
     * @throws Problem 401 when the credential is of no use
     */
    Caller of(HttpServletRequest request) {
        List<String> lines = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (lines.isEmpty()) {
            return new Caller.Anyone();
        }
        if (lines.size() > 1 || !lines.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Problem.unauthenticated("Send one header Authorization: Bearer, with an API key.");
        }
        String secret = lines.get(0).substring(SCHEME.length()).strip();
        Optional<? extends Caller> caller = keys.authenticate(secret);
        if (caller.isEmpty()) {
            caller = operators.authenticate(secret);
        }
        if (caller.isPresent()) {
            return caller.get();
        }
        throw Problem.unauthenticated("This API key is unknown, expired or revoked.");
    }
}
