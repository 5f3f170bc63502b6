package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.apikey.ApiKeys;
import io.counterfoil.domain.apikey.Exposure;
import io.counterfoil.domain.apikey.ReissuedKeys;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.operator.OperatorTokens;
import io.counterfoil.domain.receipt.ReceiptSecrets;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an incident is about: whose it is, and how it is ended and replaced. */
@Singleton
final class Subjects {

    private final ApiKeys keys;
    private final ReissuedKeys reissued;
    private final OperatorTokens tokens;
    private final ReceiptSecrets receiptSecrets;
    private final WebhookSecrets webhookSecrets;
    private final Merchants merchants;

    @Inject
    Subjects(
            ApiKeys keys,
            ReissuedKeys reissued,
            OperatorTokens tokens,
            ReceiptSecrets receiptSecrets,
            WebhookSecrets webhookSecrets,
            Merchants merchants) {
        this.keys = keys;
        this.reissued = reissued;
        this.tokens = tokens;
        this.receiptSecrets = receiptSecrets;
        this.webhookSecrets = webhookSecrets;
        this.merchants = merchants;
    }

    /**
     * Fills in subject, merchant and mode.
     *
     * @throws Problem that names the member which is missing or unknown
     */
    void name(Incident incident, OpenIncident wanted) {
        switch (incident.kind()) {
            case COMPROMISED_API_KEY -> ofKey(incident, wanted.apiKey());
            case SUSPICIOUS_ACCESS -> {
                if (token(wanted).isPresent()) {
                    ofToken(incident, wanted);
                } else {
                    ofKey(incident, wanted.apiKey());
                }
            }
            case COMPROMISED_WEBHOOK_SECRET -> {
                UUID id = parse(IdKind.WEBHOOK_ENDPOINT, "webhook_endpoint", wanted.webhookEndpoint());
                WebhookSecrets.Owner owner = webhookSecrets.owner(id).orElseThrow(() -> unknown("webhook_endpoint"));
                of(incident, owner.merchant(), owner.livemode(), IdKind.WEBHOOK_ENDPOINT.text(id));
            }
            case COMPROMISED_RECEIPT_SECRET -> ofReceiptSecret(incident, wanted);
            case COMPROMISED_OPERATOR_TOKEN -> ofToken(incident, wanted);
        }
    }

    /**
     * Ends the secret and puts another in its place, inside the running transaction. A drill only looks.
     *
     * @return what came of it: ids, never a secret
     */
    Map<String, Object> revoke(Incident incident, Actor actor) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("drill", incident.drill);
        result.put("revoked", incident.subject);
        switch (incident.kind()) {
            case COMPROMISED_WEBHOOK_SECRET -> replaceWebhookSecret(incident, actor, result);
            case COMPROMISED_RECEIPT_SECRET -> replaceReceiptSecret(incident, actor, result);
            case COMPROMISED_OPERATOR_TOKEN -> revokeToken(incident, actor, result);
            case COMPROMISED_API_KEY, SUSPICIOUS_ACCESS -> {
                if (IdKind.OPERATOR_TOKEN.parse(incident.subject).isPresent()) {
                    revokeToken(incident, actor, result);
                } else {
                    replaceKey(incident, actor, result);
                }
            }
        }
        return result;
    }

    private void replaceKey(Incident incident, Actor actor, Map<String, Object> result) {
        UUID key = IdKind.API_KEY.parse(incident.subject).orElseThrow();
        ReissuedKeys.Replacement replacement;
        if (incident.drill) {
            replacement = reissued.rehearse(key);
        } else {
            result.put("worked_until_now", keys.expose(key, new Exposure("incident", Optional.empty()), actor));
            replacement = reissued.replace(key, actor);
        }
        replacement.key().map(IdKind.API_KEY::text).ifPresent(made -> {
            result.put("reissued", made);
            result.put("collect", "POST /v1/api-keys/" + made + "/collect");
        });
        result.put("keys_that_may_collect", replacement.collectors().size());
        result.put(
                "keys_made_with_it",
                replacement.madeWith().stream().map(IdKind.API_KEY::text).toList());
        if (replacement.collectors().isEmpty()) {
            result.put(
                    "note",
                    "The merchant has no other key that works, so nobody can collect: make one for it (POST /v1/api-keys"
                            + " with merchant and livemode) and hand it over.");
        }
    }

    private void replaceWebhookSecret(Incident incident, Actor actor, Map<String, Object> result) {
        UUID endpoint = IdKind.WEBHOOK_ENDPOINT.parse(incident.subject).orElseThrow();
        if (!incident.drill && webhookSecrets.owner(endpoint).isPresent()) {
            webhookSecrets.replace(incident.merchantId, endpoint, actor);
            result.put("collect", "POST /v1/webhook-endpoints/" + incident.subject + "/collect-secret");
        }
    }

    private void replaceReceiptSecret(Incident incident, Actor actor, Map<String, Object> result) {
        if (!incident.drill) {
            ReceiptSecrets.Replaced replaced = receiptSecrets.replace(incident.merchantId, incident.livemode, actor);
            result.put("revoked", replaced.compromised());
            result.put("signs_now", replaced.signsNow());
            result.put("collect", "POST /v1/receipt-secrets/roll");
        }
    }

    private void revokeToken(Incident incident, Actor actor, Map<String, Object> result) {
        if (!incident.drill) {
            tokens.expose(IdKind.OPERATOR_TOKEN.parse(incident.subject).orElseThrow(), actor);
        }
        if (!tokens.anyInOffice()) {
            result.put(
                    "note", "No token that can make tokens is left: restart a server, operator.env holds a new one.");
        }
    }

    private void ofKey(Incident incident, @Nullable String text) {
        UUID id = parse(IdKind.API_KEY, "api_key", text);
        ApiKeys.Owner owner = keys.owner(id).orElseThrow(() -> unknown("api_key"));
        of(incident, owner.merchant(), owner.livemode(), IdKind.API_KEY.text(id));
    }

    /** The token that is named, also where an API key would be. */
    private static Optional<String> token(OpenIncident wanted) {
        return Optional.ofNullable(wanted.operatorToken())
                .or(() -> Optional.ofNullable(wanted.apiKey())
                        .filter(text -> IdKind.OPERATOR_TOKEN.parse(text).isPresent()));
    }

    /** Where there is one token only, it need not be named. */
    private void ofToken(Incident incident, OpenIncident wanted) {
        UUID id = token(wanted)
                .map(text -> parse(IdKind.OPERATOR_TOKEN, "operator_token", text))
                .or(tokens::only)
                .orElseThrow(() -> named("operator_token"));
        if (!tokens.exists(id)) {
            throw unknown("operator_token");
        }
        of(incident, Incidents.NOBODY, true, IdKind.OPERATOR_TOKEN.text(id));
    }

    /** Of a merchant and mode; a key of them says both. */
    private void ofReceiptSecret(Incident incident, OpenIncident wanted) {
        if (wanted.merchant() == null && wanted.apiKey() != null) {
            ApiKeys.Owner owner = keys.owner(parse(IdKind.API_KEY, "api_key", wanted.apiKey()))
                    .orElseThrow(() -> unknown("api_key"));
            of(incident, owner.merchant(), owner.livemode(), IdKind.MERCHANT.text(owner.merchant()));
            return;
        }
        UUID merchant = wanted.merchant() == null
                ? merchants.only().orElseThrow(() -> named("merchant"))
                : parse(IdKind.MERCHANT, "merchant", wanted.merchant());
        if (!merchants.exists(merchant)) {
            throw unknown("merchant");
        }
        of(incident, merchant, wanted.livemode() != null && wanted.livemode(), IdKind.MERCHANT.text(merchant));
    }

    private static void of(Incident incident, UUID merchant, boolean livemode, String subject) {
        incident.merchantId = merchant;
        incident.livemode = livemode;
        incident.subject = subject;
    }

    private static UUID parse(IdKind kind, String param, @Nullable String text) {
        return Optional.ofNullable(text).flatMap(kind::parse).orElseThrow(() -> named(param));
    }

    private static Problem named(String param) {
        return Problem.invalid(param, "Send the id of what is compromised.");
    }

    private static Problem unknown(String param) {
        return Problem.invalid(param, "There is nothing with this id. Check it.");
    }
}
