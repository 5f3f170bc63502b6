package io.counterfoil.monitoring.alert;

import java.util.Optional;
import java.util.UUID;

/**
 * People are to hear of an alert; fired inside the transaction that makes it so.
 *
 * @param merchant whom it concerns; none where it concerns the whole server
 * @param facts JSON
 * @param count how many alarms so far
 * @param escalated whether it is told again because nobody acknowledged it
 */
public record AlertNews(
        Optional<UUID> merchant,
        UUID alert,
        boolean livemode,
        String rule,
        String title,
        String severity,
        String subject,
        String facts,
        long count,
        boolean escalated,
        String runbook) {}
