package io.counterfoil.privacy.accesslog;

import io.counterfoil.domain.personaldata.AccessLog;
import java.time.Instant;
import java.util.UUID;

/** A row that is about to be written. */
record AccessEntry(
        UUID id, AccessLog.Opened opened, String actor, String purpose, String reason, String requestId, Instant at) {

    static AccessEntry of(
            UUID id, AccessLog.Opener opener, String purpose, String reason, AccessLog.Opened opened, Instant now) {
        return new AccessEntry(id, opened, opener.actor(), purpose, reason, opener.request(), now);
    }
}
