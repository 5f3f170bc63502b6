package io.counterfoil.privacy.customer;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.ExpiringFields;
import io.counterfoil.privacy.blindindex.BlindIndex;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What is known of customers, removed when its time is over: since it was last changed. */
@Singleton
final class CustomerRetention implements ExpiringFields {

    private static final int BATCH = 500;

    private final Transactions transactions;
    private final BlindIndex index;

    @Inject
    CustomerRetention(Transactions transactions, BlindIndex index) {
        this.transactions = transactions;
        this.index = index;
    }

    @Override
    public Set<String> columns() {
        return Set.of(
                SealedFields.REFERENCE,
                SealedFields.EMAIL,
                SealedFields.NAME,
                SealedFields.PHONE,
                SealedFields.ADDRESS);
    }

    @Override
    public int expire(String column, Instant before) {
        int removed = batch(column, before);
        int batch = removed;
        while (batch == BATCH) {
            batch = batch(column, before);
            removed += batch;
        }
        return removed;
    }

    private int batch(String column, Instant before) {
        String member = column.substring(column.indexOf('.') + 1);
        return transactions.session(session -> {
            List<Customer> old = session.createSelectionQuery(
                            "from Customer where " + member
                                    + " is not null and coalesce(updatedAt, createdAt) < :before",
                            Customer.class)
                    .setParameter("before", before)
                    .setMaxResults(BATCH)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList();
            for (Customer customer : old) {
                customer.forget(column);
                session.update(customer);
                index.remove(customer.subject(), column);
            }
            return old.size();
        });
    }
}
