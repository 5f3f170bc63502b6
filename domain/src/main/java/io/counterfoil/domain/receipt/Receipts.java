package io.counterfoil.domain.receipt;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.transparency.LogQueue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** All receipts. */
@Singleton
public final class Receipts {

    /** The receipt and its place in the log's queue: one statement, one way to the database and back. */
    private static final String INSERT = """
        WITH stored AS (
            INSERT INTO domain.receipt (merchant_id, id, livemode, payment_id, signed, signature, issued_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            RETURNING merchant_id, id
        )
        """ + LogQueue.INSERT + "SELECT merchant_id, id, ?, ? FROM stored";

    private final Transactions transactions;
    private final Issuing issuing;

    @Inject
    public Receipts(Transactions transactions, Issuing issuing) {
        this.transactions = transactions;
        this.issuing = issuing;
    }

    /** Signs a receipt with the merchant's secret; it is not stored yet. */
    public IssuedReceipt issue(ReceiptRequest request) {
        return issuing.issue(request);
    }

    /** Stores a receipt and queues it for the public log, inside the running transaction. */
    public void store(IssuedReceipt receipt) {
        transactions
                .sql()
                .update(
                        INSERT,
                        receipt.merchant(),
                        receipt.id(),
                        receipt.livemode(),
                        receipt.payment(),
                        receipt.signed().signed(),
                        receipt.signed().signature(),
                        receipt.issuedAt(),
                        ReceiptLog.LOG.name(),
                        receipt.signed().logEntry());
    }

    /** The JSON of some receipts of one merchant, by their ids. */
    public Map<UUID, String> bodies(UUID merchant, List<UUID> wanted) {
        List<MerchantScopedId> keys =
                wanted.stream().map(id -> new MerchantScopedId(merchant, id)).toList();
        return transactions
                .session(session -> session.getMultiple(StoredReceipt.class, List.<Object>copyOf(keys)))
                .stream()
                .collect(Collectors.toMap(StoredReceipt::id, StoredReceipt::json));
    }

    Optional<StoredReceipt> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(session ->
                        Optional.ofNullable(session.get(StoredReceipt.class, new MerchantScopedId(merchant, id))))
                .filter(receipt -> receipt.livemode() == livemode);
    }
}
