package io.counterfoil.monitoring.trace;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.monitoring.usage.KeyActivity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose doings are traced, in which time.
 *
 * @param credential what was used; none for a secret that makes no calls
 * @param actor as the audit log and the access log name them
 * @param owner whom it belongs to; none for an operator token, which is used on every merchant's data
 */
public record Suspect(
        Optional<KeyActivity.Credential> credential,
        String actor,
        Optional<AffectedPeople.Owner> owner,
        Instant from,
        Instant to) {

    /** An API key. */
    public static Suspect ofKey(AffectedPeople.Owner owner, UUID key, Instant from, Instant to) {
        return new Suspect(
                Optional.of(new KeyActivity.Credential(owner.merchant(), owner.livemode(), key)),
                IdKind.API_KEY.text(key),
                Optional.of(owner),
                from,
                to);
    }

    /** An operator token. */
    public static Suspect ofOperator(UUID token, Instant from, Instant to) {
        return new Suspect(
                Optional.of(KeyActivity.Credential.ofOperator(token)),
                IdKind.OPERATOR_TOKEN.text(token),
                Optional.empty(),
                from,
                to);
    }

    /** A secret that signs, and with which nobody calls. */
    public static Suspect ofSigner(AffectedPeople.Owner owner, String name, Instant from, Instant to) {
        return new Suspect(Optional.empty(), name, Optional.of(owner), from, to);
    }
}
