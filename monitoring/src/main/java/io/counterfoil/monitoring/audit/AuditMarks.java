package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.secret.KeyedHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What only a server with the root key can make: the mark of an entry that it wrote, so that a row which somebody adds by
 * SQL is known for what it is, queued for the log or not; and pseudonyms.
 */
@Singleton
final class AuditMarks {

    private static final int PSEUDONYM = 8;

    private final KeyedHash hash;

    @Inject
    AuditMarks(KeyedHash hash) {
        this.hash = hash;
    }

    byte[] of(byte[] body) {
        return hash.of("audit entry", body);
    }

    /** 16 hex digits. */
    String pseudonym(byte[] address) {
        return HexFormat.of().formatHex(Arrays.copyOf(hash.of("audit source", address), PSEUDONYM));
    }
}
