package io.counterfoil.domain.receipt;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.publiclog.LoggedItems;
import io.counterfoil.domain.transparency.KeptLog;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The public log of receipts: each is an entry, the SHA-256 of what its signature covers. */
public final class ReceiptLog {

    /** What PostgreSQL computes of a receipt is what {@link SignedReceipt#logEntry} does. */
    private static final String ITEMS = """
        SELECT merchant_id, id AS item_id, sha256(convert_to(signed, 'UTF8')) AS entry FROM domain.receipt\
        """;

    static final KeptLog LOG = new KeptLog("receipts", true);

    @Produces
    @Singleton
    KeptLog log() {
        return LOG;
    }

    /**
     * An audit of the log against the receipts.
     *
     * @param record the file of published checkpoints
     */
    public static LogAudit audit(DataSource database, Path record) {
        return new LogAudit(database, LOG.name(), new LoggedItems(IdKind.RECEIPT, ITEMS), record);
    }
}
