package io.counterfoil.domain.payment;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.recovery.Unfinished;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All payments. The statements of the hot path are plain SQL and use the primary key (merchant_id, id). */
@Singleton
final class Payments {

    private static final String INSERT = """
        INSERT INTO domain.payment (merchant_id, id, livemode, status, outcome, amount, amount_captured, currency,
                                    payment_method, capture, order_reference, customer_id, description, metadata,
                                    api_key_id, idempotency_key, created_at, owner, ask_at)
        VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() + ? * interval '1 millisecond')\
        """;

    /** Whoever comes first writes the end; a second one changes nothing. */
    private static final String SETTLE = """
        UPDATE domain.payment
        SET status = ?, outcome = ?, amount_captured = ?, failure_code = ?, decline_code = ?, receipt_id = ?,
            owner = NULL, ask_at = NULL
        WHERE merchant_id = ? AND id = ? AND status = 'processing'\
        """;

    private final Transactions transactions;
    private final ThisServer server;
    private final OrderTries tries;
    private final Unfinished unfinished;

    @Inject
    Payments(Transactions transactions, ThisServer server, OrderTries tries) {
        this.transactions = transactions;
        this.server = server;
        this.tries = tries;
        this.unfinished = new Unfinished(transactions, server, "domain.payment");
    }

    /** Stores a payment as this server's work in flight, inside the running transaction. */
    void insert(Payment payment) {
        transactions
                .sql()
                .update(
                        INSERT,
                        payment.merchantId,
                        payment.id,
                        payment.livemode,
                        payment.status,
                        payment.outcome,
                        payment.amount,
                        payment.currency,
                        payment.paymentMethod,
                        payment.capture,
                        payment.orderReference,
                        payment.customerId,
                        payment.description,
                        payment.metadata,
                        payment.apiKeyId,
                        payment.idempotencyKey,
                        payment.createdAt,
                        server.id(),
                        Pace.LEASE.toMillis());
        tries.stored(payment);
    }

    /** Stores the end of a payment, inside the running transaction; false when it had come to one before. */
    boolean settle(Payment payment) {
        return transactions
                        .sql()
                        .update(
                                SETTLE,
                                payment.status,
                                payment.outcome,
                                payment.amountCaptured,
                                payment.failureCode,
                                payment.declineCode,
                                payment.receiptId,
                                payment.merchantId,
                                payment.id)
                == 1;
    }

    /** Stores that nobody knows what became of it; true for whoever says so first. */
    boolean doubt(Payment payment) {
        return unfinished.doubt(payment.merchantId, payment.id);
    }

    /** Stores when to ask again; false when the payment had come to an end before. */
    boolean postpone(Payment payment, Duration delay) {
        return unfinished.postpone(payment.merchantId, payment.id, delay);
    }

    /** Takes payments that are due to be asked about, so that no other server does. */
    List<Payment> claimDue() {
        unfinished.hurry();
        return transactions.commit(() -> {
            List<MerchantScopedId> claimed = unfinished.claimDue();
            return transactions.session(session ->
                    claimed.isEmpty() ? List.of() : session.getMultiple(Payment.class, List.copyOf(claimed)));
        });
    }

    Unfinished unfinished() {
        return unfinished;
    }

    Optional<Payment> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(session -> Optional.ofNullable(session.get(Payment.class, new MerchantScopedId(merchant, id))))
                .filter(payment -> payment.livemode == livemode);
    }
}
