package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.publiclog.LoggedItems;
import io.counterfoil.domain.transparency.KeptLog;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The audit log. An entry is the act's id, 16 bytes, and the SHA-256 of its canonical JSON: the id has the time in it, so that
 * an entry itself says when its act may be forgotten. Unlike receipts, only auditors see it.
 */
final class AuditLog {

    static final KeptLog LOG = new KeptLog("audit", false);

    private static final int HASH = 32;

    /** The same as {@link #entry}. */
    private static final String ITEMS = """
        SELECT merchant_id, id AS item_id, uuid_send(id) || sha256(convert_to(body, 'UTF8')) AS entry
        FROM monitoring.audit_entry\
        """;

    @Produces
    @Singleton
    KeptLog log() {
        return LOG;
    }

    static byte[] entry(UUID id, byte[] body) {
        try {
            return ByteBuffer.allocate(2 * Long.BYTES + HASH)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .put(MessageDigest.getInstance("SHA-256").digest(body))
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What the log must agree with; days whose time is over may be gone. */
    static LoggedItems items(Duration retention, Instant now) {
        Instant kept = now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .minusDays(retention.toDays() + 1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return new LoggedItems(IdKind.AUDIT_ENTRY, ITEMS, entry -> at(entry).isBefore(kept));
    }

    /** When an entry's act was; the announcement of a key has no time, and is never forgotten. */
    private static Instant at(byte[] entry) {
        return entry.length == 2 * Long.BYTES + HASH
                ? Instant.ofEpochMilli(ByteBuffer.wrap(entry).getLong() >>> 16)
                : Instant.MAX;
    }
}
