package io.counterfoil.app.edge;

import io.counterfoil.domain.apikey.ApiKeyAuthentication;
import io.counterfoil.domain.apikey.KnownKey;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.keyuse.KeyUses;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds out who calls, by the {@code Authorization} header. */
@Singleton
final class Authentication {

    private static final String SCHEME = "Bearer ";

    private final ApiKeyAuthentication keys;
    private final OperatorDoor operators;
    private final KeyUses uses;
    private final FailedAuthentications failures;
    private final boolean production;

    @Inject
    Authentication(
            ApiKeyAuthentication keys,
            OperatorDoor operators,
            KeyUses uses,
            FailedAuthentications failures,
            ConfigurationSource configuration) {
        this.keys = keys;
        this.operators = operators;
        this.uses = uses;
        this.failures = failures;
        this.production = ServerSettings.ENVIRONMENT.in(configuration) == Environment.PRODUCTION;
    }

    /**
     * Whoever sent a request; {@link Caller.Anyone} without a credential. Whose credential is known, though it is of no use
     * here, is observed as who they are.
     *
     * @param failed is told when a credential is of no use, before it is refused; it may refuse in its own way
     * @throws Problem 401 when the credential is of no use, 403 when it is of no use here
     */
    Caller of(HttpServletRequest request, TrustedProxies.Client client, Runnable failed) {
        List<String> lines = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (lines.isEmpty()) {
            return new Caller.Anyone();
        }
        if (lines.size() > 1 || !lines.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            failed.run();
            throw Problem.unauthenticated("Send one header Authorization: Bearer, with an API key.");
        }
        String secret = lines.get(0).substring(SCHEME.length()).strip();
        boolean browser = sentByBrowser(request);
        if (OperatorDoor.leadsHere(secret)) {
            refuseBrowser(browser);
            Caller operator = operator(secret, client, failed);
            Observation.recognised(request, operator);
            return operator;
        }
        Optional<KnownKey> key = keys.authenticate(secret);
        if (key.isEmpty()) {
            failures.add(client.text(), "api_key");
            failed.run();
        }
        key.map(KnownKey::caller).ifPresent(caller -> Observation.recognised(request, caller));
        if (browser) {
            key.map(KnownKey::caller).ifPresent(uses::usedInBrowser);
            refuseBrowser(true);
        }
        return caller(
                key.orElseThrow(() -> Problem.unauthenticated("This API key is unknown, expired or revoked.")),
                client,
                failed);
    }

    private Caller operator(String secret, TrustedProxies.Client client, Runnable failed) {
        try {
            return operators.open(secret, client.text());
        } catch (Problem refused) {
            if (refused.status() == HttpServletResponse.SC_UNAUTHORIZED) {
                failed.run();
            }
            throw refused;
        }
    }

    /** Who makes a riddle of their address works from none of those that a key is limited to. */
    private Caller caller(KnownKey key, TrustedProxies.Client client, Runnable failed) {
        if (!key.worksFrom(client.certain() ? client.text() : "unknown")) {
            failures.add(client.text(), "api_key_address");
            failed.run();
            throw Problem.forbidden(
                    "ip_not_allowed", "This key may not be used from this address. See its ip_allow_list.");
        }
        if (key.caller().livemode() && !production) {
            throw Problem.forbidden(
                    "live_mode_off", "Live keys act in production only: COUNTERFOIL_ENV is development.");
        }
        uses.used(key.caller());
        return key.caller();
    }

    /** {@code Sec-Fetch-Mode} alone is no sign of a browser: Node's own fetch sends it. */
    private static boolean sentByBrowser(HttpServletRequest request) {
        return request.getHeader("Origin") != null || request.getHeader("Sec-Fetch-Site") != null;
    }

    private static void refuseBrowser(boolean browser) {
        if (browser) {
            throw new Problem(
                    403,
                    "secret_key_in_browser",
                    "A secret key was sent by a browser",
                    "Everybody who opens the page can read the key. Call from your server, and roll this key.",
                    false);
        }
    }
}
