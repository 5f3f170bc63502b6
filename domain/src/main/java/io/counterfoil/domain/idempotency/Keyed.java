package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.personaldata.DataSubject;
import java.util.Optional;
import java.util.UUID;

/**
 * A request under a key.
 *
 * @param merchant whose key it is
 * @param fingerprint the keyed hash of method, path and canonical body
 * @param requestId the id of this request: a problem that is stored keeps it
 * @param subject the customer that the request names, if any: the stored answer is sealed under its key and dies with it
 */
public record Keyed(
        UUID merchant,
        boolean livemode,
        IdempotencyKey key,
        byte[] fingerprint,
        String requestId,
        Optional<UUID> subject) {

    Optional<DataSubject> dataSubject() {
        return subject.map(customer -> new DataSubject(merchant, livemode, customer));
    }
}
