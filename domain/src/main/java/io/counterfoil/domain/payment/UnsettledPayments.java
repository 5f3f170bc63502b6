package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Payments of a person whose end is still open: while there are any, what is known of the person can't go. */
@Singleton
public final class UnsettledPayments {

    /**
     * Index payment_customer. An authorisation ends by itself after seven days; what is in flight, or unknown, is asked about
     * all the time.
     */
    private static final String OPEN_UNTIL = """
        SELECT max(CASE WHEN status = 'requires_capture' THEN created_at + interval '7 days'
                        ELSE now() + interval '1 hour' END)
        FROM domain.payment
        WHERE merchant_id = ? AND customer_id = ?
          AND (status = 'processing' OR refunds_pending > 0
               OR (status = 'requires_capture' AND created_at > now() - interval '7 days'))
        HAVING count(*) > 0\
        """;

    private final Transactions transactions;

    @Inject
    public UnsettledPayments(Transactions transactions) {
        this.transactions = transactions;
    }

    /** By when the last of them will have come to its end; empty where there are none. */
    public Optional<Instant> openUntil(DataSubject subject) {
        return transactions.session(session -> transactions
                .sql()
                .first(OPEN_UNTIL, row -> Sql.instant(row, 1), subject.merchant(), subject.customer()));
    }
}
