package io.counterfoil.domain.followup;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.recovery.Unfinished;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All captures, voids and refunds. */
@Singleton
final class FollowUps {

    private static final String INSERT = """
        INSERT INTO domain.follow_up (merchant_id, id, payment_id, livemode, kind, status, outcome, amount, api_key_id,
                                      idempotency_key, created_at, owner, ask_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() + ? * interval '1 millisecond')\
        """;

    /** Primary key follow_up_pkey. Whoever comes first writes the end; a second one changes nothing. */
    private static final String SETTLE = """
        UPDATE domain.follow_up
        SET status = ?, outcome = 'known', failure_code = ?, receipt_id = ?, owner = NULL, ask_at = NULL
        WHERE merchant_id = ? AND id = ? AND status = 'processing'\
        """;

    private final Transactions transactions;
    private final ThisServer server;
    private final Unfinished unfinished;

    @Inject
    FollowUps(Transactions transactions, ThisServer server) {
        this.transactions = transactions;
        this.server = server;
        this.unfinished = new Unfinished(transactions, server, "domain.follow_up");
    }

    /**
     * Stores one as this server's work in flight, inside the running transaction.
     *
     * @throws Problem 409 when the payment is just being captured or voided
     */
    void insert(FollowUp followUp) {
        try {
            transactions
                    .sql()
                    .update(
                            INSERT,
                            followUp.merchantId,
                            followUp.id,
                            followUp.paymentId,
                            followUp.livemode,
                            followUp.kind,
                            followUp.status,
                            followUp.outcome,
                            followUp.amount,
                            followUp.apiKeyId,
                            followUp.idempotencyKey,
                            followUp.createdAt,
                            server.id(),
                            Pace.LEASE.toMillis());
        } catch (DatabaseFailure failure) {
            if (failure.constraint()) {
                throw Problem.conflict(
                        "payment_in_change",
                        "The payment is being captured or voided by another request. Read it again in a moment.");
            }
            throw failure;
        }
    }

    /** Stores the end of one, inside the running transaction; false when it had come to one before. */
    boolean settle(FollowUp followUp) {
        return transactions
                        .sql()
                        .update(
                                SETTLE,
                                followUp.status,
                                followUp.failureCode,
                                followUp.receiptId,
                                followUp.merchantId,
                                followUp.id)
                == 1;
    }

    /** Stores that nobody knows what became of it; true for whoever says so first. */
    boolean doubt(FollowUp followUp) {
        return unfinished.doubt(followUp.merchantId, followUp.id);
    }

    /** Stores when to ask again; false when it had come to an end before. */
    boolean postpone(FollowUp followUp, Duration delay) {
        return unfinished.postpone(followUp.merchantId, followUp.id, delay);
    }

    /** Takes those that are due to be asked about, so that no other server does. */
    List<FollowUp> claimDue() {
        unfinished.hurry();
        return transactions.commit(() -> {
            List<MerchantScopedId> claimed = unfinished.claimDue();
            return transactions.session(session ->
                    claimed.isEmpty() ? List.of() : session.getMultiple(FollowUp.class, List.copyOf(claimed)));
        });
    }

    Unfinished unfinished() {
        return unfinished;
    }

    Optional<FollowUp> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(
                        session -> Optional.ofNullable(session.get(FollowUp.class, new MerchantScopedId(merchant, id))))
                .filter(followUp -> followUp.livemode == livemode);
    }

    /** The one that was begun under a key, last where the key was forgotten meanwhile; index follow_up_of_payment. */
    Optional<FollowUp> find(Keyed keyed, UUID payment) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from FollowUp where merchantId = :merchant and livemode = :livemode"
                                + " and paymentId = :payment and idempotencyKey = :key order by id desc",
                        FollowUp.class)
                .setParameter("merchant", keyed.merchant())
                .setParameter("livemode", keyed.livemode())
                .setParameter("payment", payment)
                .setParameter("key", keyed.key().value())
                .setMaxResults(1)
                .uniqueResultOptional());
    }

    /** Index follow_up_of_payment. */
    List<FollowUp> refunds(UUID merchant, UUID payment, PageRequest page) {
        String order = page.backwards() ? "id > :cursor order by id" : "id < :cursor order by id desc";
        return transactions.session(session -> session.createSelectionQuery(
                        "from FollowUp where merchantId = :merchant and paymentId = :payment and kind = 'refund' and "
                                + order,
                        FollowUp.class)
                .setParameter("merchant", merchant)
                .setParameter("payment", payment)
                .setParameter("cursor", page.cursor())
                .setMaxResults(page.rows())
                .getResultList());
    }
}
