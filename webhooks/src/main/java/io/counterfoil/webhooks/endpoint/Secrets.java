package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.webhooks.signing.Signer;
import io.counterfoil.webhooks.signing.Signers;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** Rotates the secrets of endpoints at the merchant's will; {@link SecretAge} does so by itself. */
@Singleton
final class Secrets {

    private final Signers signers;
    private final Event<AuditedAct> audited;

    @Inject
    Secrets(Signers signers, Event<AuditedAct> audited) {
        this.signers = signers;
        this.audited = audited;
    }

    /** Makes a new secret, inside the running transaction. */
    Signer rotate(Endpoint endpoint, Duration overlap, Actor actor) {
        Signer signer = signers.rotate(endpoint.merchantId, endpoint.id, overlap);
        audit(endpoint, "webhook_endpoint.secret_rotated", overlap, actor);
        return signer;
    }

    /**
     * Hands out a secret that was made by itself, once, inside the running transaction.
     *
     * @throws Problem 409 when none waits
     */
    Signer collect(Endpoint endpoint, Duration overlap, Actor actor) {
        Signer signer = signers.collect(endpoint.merchantId, endpoint.id, overlap)
                .orElseThrow(() -> Problem.conflict(
                        "no_secret_waiting", "There is no new secret to collect. rotate-secret makes one."));
        audit(endpoint, "webhook_endpoint.secret_collected", overlap, actor);
        return signer;
    }

    private void audit(Endpoint endpoint, String action, Duration overlap, Actor actor) {
        audited.fire(actor.did(
                endpoint.merchantId,
                action,
                IdKind.WEBHOOK_ENDPOINT.text(endpoint.id),
                Map.of("overlap_seconds", Long.toString(overlap.toSeconds()))));
    }
}
