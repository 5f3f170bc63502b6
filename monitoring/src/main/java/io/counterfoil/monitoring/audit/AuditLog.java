package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.transparency.KeptLog;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** The audit log: each act is an entry, the SHA-256 of its canonical JSON. Unlike receipts, only auditors see it. */
final class AuditLog {

    static final KeptLog LOG = new KeptLog("audit", false);

    @Produces
    @Singleton
    KeptLog log() {
        return LOG;
    }

    static byte[] entry(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
