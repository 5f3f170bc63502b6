package io.counterfoil.monitoring.incident;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is left of an incident on paper: its timeline, what was found, and a draft of what GDPR, Article 33(3), asks for.
 *
 * @param review what the step found; null until it was taken
 * @param proofs that the acts of the review are in the audit log, and its receipts in the public one
 * @param letters to people whose data was opened, how many in each state
 * @param authorityDueAt 72 hours after it became known, Article 33(1)
 * @param authoritySecondsLeft until then; negative when it is over
 */
record Report(
        String id,
        String object,
        IncidentView incident,
        List<Entry> timeline,
        @JsonRawValue String review,
        List<Proof> proofs,
        Map<String, Long> letters,
        Instant authorityDueAt,
        long authoritySecondsLeft,
        Map<String, Object> article33,
        Map<String, Object> article34) {

    /** One line of the timeline. */
    record Entry(Instant at, String what, String by) {}

    /**
     * The proof of an audit entry or of a receipt.
     *
     * @param log {@code audit} or {@code receipts}
     * @param proof {@code c2sp.org/tlog-proof@v1}: it has the index, the path and the signed checkpoint
     */
    record Proof(String of, String log, String proof) {}
}
