package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.hibernate.LockMode;

/** What the database knows of all erasures. */
@Singleton
final class Erasures {

    private static final String ALL = "SELECT merchant_id, livemode, subject_id, erased_at FROM privacy.erasure";

    private final Transactions transactions;

    @Inject
    Erasures(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Adds what was just destroyed, inside the running transaction.
     *
     * @return all that ever was destroyed of this person
     */
    Erased add(DataSubject subject, Erased now) {
        return transactions.session(session -> {
            ErasureRow row = session.get(
                    ErasureRow.class,
                    new ErasureRow.Key(subject.merchant(), subject.customer()),
                    LockMode.PESSIMISTIC_WRITE);
            if (row == null) {
                session.insert(new ErasureRow(subject, now));
                return now;
            }
            Erased all = row.erased().and(now);
            row.take(all);
            session.update(row);
            return all;
        });
    }

    /** Each as its line in the ledger would be. */
    List<LedgerLine> lines() {
        return transactions.session(session -> transactions
                .sql()
                .all(
                        ALL,
                        row -> new LedgerLine(
                                new DataSubject(
                                        row.getObject(1, UUID.class), row.getBoolean(2), row.getObject(3, UUID.class)),
                                Sql.instant(row, 4))));
    }
}
