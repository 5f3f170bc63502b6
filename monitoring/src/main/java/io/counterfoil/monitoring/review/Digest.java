package io.counterfoil.monitoring.review;

import java.time.LocalDate;
import java.util.List;

/**
 * What PCI DSS 10.4.1 wants to be looked at each day, in figures: security events, the log of what the server and its
 * operators did, authentications that failed, alerts, the state of the log itself.
 *
 * @param acts how often each thing was done, by its result
 * @param refused what was refused or failed, and to whom; the first hundred
 * @param failedAuthentications attempts without a credential that works
 * @param alerts how many alerts of each rule were raised, and how many are still open
 * @param auditLog the log that all this is from
 */
record Digest(
        LocalDate day,
        List<Acts> acts,
        List<Refused> refused,
        long failedAuthentications,
        List<Alerts> alerts,
        AuditState auditLog) {

    record Acts(String action, String result, long count) {}

    record Refused(String action, String actor, String object, long count) {}

    record Alerts(String rule, String severity, long raised, long open) {}

    /** How many entries were sealed when the review was made, and how many acts waited. */
    record AuditState(long sealed, long waiting) {}
}
