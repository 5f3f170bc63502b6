package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the books hold of a person. */
@Singleton
public final class Bookings {

    /** Indexes payment_customer, follow_up_of_payment. */
    private static final String LAST = """
        SELECT max(greatest(p.created_at, (SELECT max(f.created_at) FROM domain.follow_up f
                                           WHERE f.merchant_id = p.merchant_id AND f.payment_id = p.id)))
        FROM domain.payment p
        WHERE p.merchant_id = ? AND p.customer_id = ?
        HAVING count(*) > 0\
        """;

    /** Index payment_customer. */
    private static final String PAYMENTS = """
        SELECT id FROM domain.payment WHERE merchant_id = ? AND customer_id = ? AND id > ? ORDER BY id LIMIT ?\
        """;

    private final Transactions transactions;

    @Inject
    public Bookings(Transactions transactions) {
        this.transactions = transactions;
    }

    /** When a payment was made last, or money of one given back; empty for whoever never paid. */
    public Optional<Instant> last(DataSubject subject) {
        return transactions.session(session ->
                transactions.sql().first(LAST, row -> Sql.instant(row, 1), subject.merchant(), subject.customer()));
    }

    /** The ids of a person's payments after this one, oldest first. */
    public List<UUID> payments(DataSubject subject, UUID after, int most) {
        return transactions.session(session -> transactions
                .sql()
                .all(
                        PAYMENTS,
                        row -> row.getObject(1, UUID.class),
                        subject.merchant(),
                        subject.customer(),
                        after,
                        most));
    }
}
