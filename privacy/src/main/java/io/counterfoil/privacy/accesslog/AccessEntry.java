package io.counterfoil.privacy.accesslog;

import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.rest.Call;
import java.time.Instant;
import java.util.UUID;

/** A row that is about to be written. */
record AccessEntry(
        UUID id, AccessLog.Opened opened, String actor, String purpose, String reason, String requestId, Instant at) {

    static AccessEntry of(UUID id, Call call, String purpose, String reason, AccessLog.Opened opened, Instant now) {
        return new AccessEntry(id, opened, call.actor(), purpose, reason, call.requestId(), now);
    }
}
