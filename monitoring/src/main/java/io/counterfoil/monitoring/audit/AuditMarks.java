package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.domain.transparency.LogKeys;
import io.counterfoil.domain.transparency.Logs;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What only a server can make. The mark of an entry is a signature by the audit log's key: a row that somebody adds by SQL has
 * none, whether it was queued for the log or not.
 */
@Singleton
final class AuditMarks {

    private static final int PSEUDONYM = 8;

    private final Logs logs;
    private final LogKeys keys;
    private final KeyedHash hash;

    @Inject
    AuditMarks(Logs logs, LogKeys keys, KeyedHash hash) {
        this.logs = logs;
        this.keys = keys;
        this.hash = hash;
    }

    /** The signature line (c2sp.org/signed-note) of an entry, whose text is its canonical JSON on a line. */
    String of(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8) + "\n";
        return keys.sign(logs.current(AuditLog.LOG), text).signatures().get(0).line();
    }

    /** 16 hex digits that stand for an address: always the same, and nobody can tell whose. */
    String pseudonym(String address) {
        byte[] bytes = hash.of("audit source", address.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, PSEUDONYM));
    }
}
