package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a payment is held, was taken, was given back, and is on its way back. Each change is one statement on the
 * payment's locked row, and the CHECK constraints of the table have the last word on amounts. All of it runs inside the
 * caller's transaction, and uses the primary key.
 */
@Singleton
public final class Balances {

    private static final String FIND = """
        SELECT livemode, status, amount, amount_captured - amount_refunded - refunds_pending,
               currency, payment_method, capture, order_reference, customer_id, idempotency_key
        FROM domain.payment
        WHERE merchant_id = ? AND id = ?\
        """;

    private static final String LOCK = FIND + " FOR NO KEY UPDATE";

    private static final String RESERVE = """
        UPDATE domain.payment SET refunds_pending = refunds_pending + ?
        WHERE merchant_id = ? AND id = ? AND status = 'succeeded'\
        """;

    private static final String REFUND = """
        UPDATE domain.payment SET refunds_pending = refunds_pending - ?, amount_refunded = amount_refunded + ?
        WHERE merchant_id = ? AND id = ? AND status = 'succeeded'\
        """;

    private static final String CAPTURE = """
        UPDATE domain.payment SET status = 'succeeded', outcome = 'known', amount_captured = ?, receipt_id = ?
        WHERE merchant_id = ? AND id = ? AND status = 'requires_capture'\
        """;

    private static final String VOID = """
        UPDATE domain.payment SET status = 'voided', outcome = 'known'
        WHERE merchant_id = ? AND id = ? AND status = 'requires_capture'\
        """;

    private static final String OUTCOME = """
        UPDATE domain.payment SET outcome = ?
        WHERE merchant_id = ? AND id = ? AND status = 'requires_capture'\
        """;

    private final Transactions transactions;
    private final Payments payments;
    private final Presentation presentation;

    @Inject
    public Balances(Transactions transactions, Payments payments, Presentation presentation) {
        this.transactions = transactions;
        this.payments = payments;
        this.presentation = presentation;
    }

    /**
     * Locks a payment until the transaction ends.
     *
     * @throws Problem 404 when there is none of this merchant and mode
     */
    public Standing lock(UUID merchant, boolean livemode, UUID payment) {
        return read(LOCK, merchant, livemode, payment);
    }

    /** Like {@link #lock}, without holding it; also where no transaction is running. */
    public Standing find(UUID merchant, boolean livemode, UUID payment) {
        return transactions.session(session -> read(FIND, merchant, livemode, payment));
    }

    /**
     * Sets an amount aside that is about to be refunded.
     *
     * @throws Problem 409 when more than what is left of the capture would go back
     */
    public void reserve(Standing standing, long amount) {
        try {
            change(standing, RESERVE, amount);
        } catch (DatabaseFailure failure) {
            if (failure.constraint()) {
                throw Problem.conflict(
                        "refund_exceeds_capture",
                        "All refunds together may give back what was captured, and no more. Read the payment's"
                                + " amount_refunded, and mind refunds that are still on their way.");
            }
            throw failure;
        }
    }

    /** The amount that was set aside went back. */
    public void refunded(Standing standing, long amount) {
        change(standing, REFUND, amount, amount);
    }

    /** The amount that was set aside did not go back, and won't. */
    public void notRefunded(Standing standing, long amount) {
        change(standing, REFUND, amount, 0L);
    }

    /** The amount was taken; the rest is no longer held. */
    public void captured(Standing standing, long amount, UUID receipt) {
        change(standing, CAPTURE, amount, receipt);
    }

    /** Nothing is held any more, and nothing was taken. */
    public void voided(Standing standing) {
        change(standing, VOID);
    }

    /** Nobody knows at present whether the payment is still held. */
    public void unknown(Standing standing) {
        change(standing, OUTCOME, Payment.UNKNOWN);
    }

    /** It is held as before. */
    public void stillHeld(Standing standing) {
        change(standing, OUTCOME, Payment.KNOWN);
    }

    /** The payment as the API shows it, read again; what is opened of a customer is noted. */
    public PaymentView view(Standing standing, AccessLog.Opener opener, String purpose) {
        return payments.find(standing.merchant(), standing.livemode(), standing.payment())
                .map(found -> presentation.read(List.of(found), opener, purpose).get(0))
                .orElseThrow(Problem::notFound);
    }

    private void change(Standing standing, String statement, Object... amounts) {
        @Nullable Object[] parameters = new @Nullable Object[amounts.length + 2];
        System.arraycopy(amounts, 0, parameters, 0, amounts.length);
        parameters[amounts.length] = standing.merchant();
        parameters[amounts.length + 1] = standing.payment();
        if (transactions.sql().update(statement, parameters) != 1) {
            throw new IllegalStateException("the payment moved although it was locked");
        }
    }

    private Standing read(String statement, UUID merchant, boolean livemode, UUID payment) {
        return transactions
                .sql()
                .first(statement, row -> standing(merchant, payment, row), merchant, payment)
                .filter(standing -> standing.livemode() == livemode)
                .orElseThrow(Problem::notFound);
    }

    private static Standing standing(UUID merchant, UUID payment, ResultSet row) throws SQLException {
        return new Standing(
                merchant,
                payment,
                row.getBoolean(1),
                PaymentStatus.of(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7),
                Optional.ofNullable(row.getString(8)),
                Optional.ofNullable(row.getObject(9, UUID.class)),
                row.getString(10));
    }
}
