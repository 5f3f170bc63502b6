package io.counterfoil.domain.transparency;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * What waits for its place in a log. It is written with what it is about, in one transaction and as plainly as any row: no
 * request ever waits for the log, or for another request (docs/adr/0010-transparency-queue.md).
 */
@Singleton
public final class LogQueue {

    /** To be followed by the values or the query of a statement, so that an item and its place in the queue can be one. */
    public static final String INSERT = "INSERT INTO domain.log_queue (merchant_id, item_id, log, entry)\n";

    private final Transactions transactions;

    @Inject
    public LogQueue(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Queues an item in the running transaction, in a statement of its own. */
    public void put(KeptLog log, UUID merchant, UUID item, byte[] entry) {
        transactions.sql().update(INSERT + "VALUES (?, ?, ?, ?)", merchant, item, log.name(), entry);
    }
}
