package io.counterfoil.privacy.certificate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says. Its signature covers the RFC 8785 form of all other members.
 *
 * @param backupHorizon from then on no backup holds the destroyed keys; what backups hold of the data is unreadable at once
 */
record Certificate(
        String object,
        int version,
        String request,
        String merchant,
        boolean livemode,
        Instant requestedAt,
        List<Erasure> erasures,
        List<Retained> retained,
        List<Recipient> recipients,
        Instant backupHorizon,
        Instant issuedAt,
        String keyId) {

    /**
     * One person's data that were destroyed.
     *
     * @param keyGeneration the epoch under which the destroyed key was wrapped; null where there was none
     * @param destroyed how many values of which column
     */
    record Erasure(
            String customer, Instant erasedAt, @Nullable Integer keyGeneration, Map<String, Integer> destroyed) {}

    /**
     * What the law wants kept (GDPR, Article 17 (3)).
     *
     * @param until when none of it is left; null where its retention has no date
     */
    record Retained(
            String field,
            String basis,
            String retention,
            @Nullable Instant until) {}

    /**
     * Who has the data too (GDPR, Article 19).
     *
     * @param toldAt when this server told them; null where that is the merchant's to do
     */
    record Recipient(
            String recipient,
            @Nullable Instant toldAt,
            @Nullable Instant acknowledgedAt) {}
}
