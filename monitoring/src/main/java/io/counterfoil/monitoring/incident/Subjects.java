package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.apikey.ApiKeys;
import io.counterfoil.domain.apikey.Exposure;
import io.counterfoil.domain.apikey.ReissuedKeys;
import io.counterfoil.domain.id.IdKind;
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

    @Inject
    Subjects(
            ApiKeys keys,
            ReissuedKeys reissued,
            OperatorTokens tokens,
            ReceiptSecrets receiptSecrets,
            WebhookSecrets webhookSecrets) {
        this.keys = keys;
        this.reissued = reissued;
        this.tokens = tokens;
        this.receiptSecrets = receiptSecrets;
        this.webhookSecrets = webhookSecrets;
    }

    /** Fills in subject, merchant and mode; @throws Problem that names the member which is missing or unknown */
    void name(Incident incident, OpenIncident wanted) {
        switch (incident.kind()) {
            case COMPROMISED_API_KEY, SUSPICIOUS_ACCESS -> ofKey(incident, wanted.apiKey());
            case COMPROMISED_WEBHOOK_SECRET -> {
                UUID id = parse(IdKind.WEBHOOK_ENDPOINT, "webhook_endpoint", wanted.webhookEndpoint());
                WebhookSecrets.Owner owner = webhookSecrets.owner(id).orElseThrow(() -> unknown("webhook_endpoint"));
                of(incident, owner.merchant(), owner.livemode(), IdKind.WEBHOOK_ENDPOINT.text(id));
            }
            case COMPROMISED_RECEIPT_SECRET -> {
                UUID merchant = parse(IdKind.MERCHANT, "merchant", wanted.merchant());
                of(incident, merchant, wanted.livemode() != null && wanted.livemode(), IdKind.MERCHANT.text(merchant));
            }
            case COMPROMISED_OPERATOR_TOKEN -> {
                UUID id = parse(IdKind.OPERATOR_TOKEN, "operator_token", wanted.operatorToken());
                of(incident, Incidents.NOBODY, false, IdKind.OPERATOR_TOKEN.text(id));
            }
        }
    }

    /**
     * Ends the secret and puts another in its place, inside the running transaction. A drill only looks.
     *
     * @return what came of it: ids, never a secret
     */
    Map<String, Object> revoke(Incident incident, Actor actor) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("revoked", incident.subject);
        if (incident.drill) {
            return result;
        }
        switch (incident.kind()) {
            case COMPROMISED_API_KEY, SUSPICIOUS_ACCESS -> {
                UUID key = IdKind.API_KEY.parse(incident.subject).orElseThrow();
                result.put("worked_until_now", keys.expose(key, new Exposure("incident", Optional.empty()), actor));
                result.put("reissued", IdKind.API_KEY.text(reissued.reissue(key, actor)));
            }
            case COMPROMISED_WEBHOOK_SECRET ->
                webhookSecrets.replace(
                        incident.merchantId,
                        IdKind.WEBHOOK_ENDPOINT.parse(incident.subject).orElseThrow());
            case COMPROMISED_RECEIPT_SECRET -> receiptSecrets.replace(incident.merchantId, incident.livemode);
            case COMPROMISED_OPERATOR_TOKEN -> {
                UUID token = IdKind.OPERATOR_TOKEN.parse(incident.subject).orElseThrow();
                if (!tokens.expose(token, actor)) {
                    throw Problem.notFound();
                }
            }
        }
        return result;
    }

    private void ofKey(Incident incident, @Nullable String text) {
        UUID id = parse(IdKind.API_KEY, "api_key", text);
        ApiKeys.Owner owner = keys.owner(id).orElseThrow(() -> unknown("api_key"));
        of(incident, owner.merchant(), owner.livemode(), IdKind.API_KEY.text(id));
    }

    private static void of(Incident incident, UUID merchant, boolean livemode, String subject) {
        incident.merchantId = merchant;
        incident.livemode = livemode;
        incident.subject = subject;
    }

    private static UUID parse(IdKind kind, String param, @Nullable String text) {
        return Optional.ofNullable(text)
                .flatMap(kind::parse)
                .orElseThrow(() -> Problem.invalid(param, "Send the id of what is compromised."));
    }

    private static Problem unknown(String param) {
        return Problem.invalid(param, "There is nothing with this id. Check it.");
    }
}
