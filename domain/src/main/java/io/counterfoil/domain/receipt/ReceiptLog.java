package io.counterfoil.domain.receipt;

import io.counterfoil.domain.transparency.PublicLog;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The public log of receipts: each is an entry, the SHA-256 of what its signature covers. */
final class ReceiptLog {

    static final PublicLog LOG = new PublicLog("receipts");

    @Produces
    @Singleton
    PublicLog log() {
        return LOG;
    }
}
