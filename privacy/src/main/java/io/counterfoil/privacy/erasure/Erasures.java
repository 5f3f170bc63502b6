package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.LockMode;

/** What the database knows of all erasures. */
@Singleton
final class Erasures {

    private static final String ALL = "SELECT merchant_id, livemode, subject_id, erased_at FROM privacy.erasure";

    /** Primary keys of both tables. The keys have a dump of their own, so either may be older. */
    private static final String BACK = """
        SELECT l.place FROM unnest(?::uuid[], ?::uuid[]) WITH ORDINALITY AS l (merchant_id, subject_id, place)
        WHERE EXISTS (SELECT FROM privacy_keys.subject_key k
                      WHERE k.merchant_id = l.merchant_id AND k.subject_id = l.subject_id)
           OR EXISTS (SELECT FROM privacy.customer c
                      WHERE c.merchant_id = l.merchant_id AND c.id = l.subject_id AND c.erased_at IS NULL)
        ORDER BY l.place\
        """;

    private static final int BATCH = 1_000;

    /** What a restore changes, whichever way it is made. */
    private static final String IDENTITY = """
        SELECT concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()),
                         (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()),
                         to_regclass('privacy.customer')::oid, to_regclass('privacy.erasure')::oid,
                         to_regclass('privacy_keys.subject_key')::oid)\
        """;

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

    /** Of these, those whose person is there all the same. */
    List<LedgerLine> back(List<LedgerLine> lines) {
        List<LedgerLine> back = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += BATCH) {
            List<LedgerLine> some = lines.subList(from, Math.min(lines.size(), from + BATCH));
            transactions
                    .session(session -> transactions
                            .sql()
                            .all(
                                    BACK,
                                    row -> row.getInt(1) - 1,
                                    some.stream()
                                            .map(line ->
                                                    line.subject().merchant().toString())
                                            .toArray(String[]::new),
                                    some.stream()
                                            .map(line ->
                                                    line.subject().customer().toString())
                                            .toArray(String[]::new)))
                    .forEach(place -> back.add(some.get(place)));
        }
        return back;
    }

    /** Which database this is: another text once it was started anew, made anew, or its tables were. */
    String identity() {
        return transactions.session(session ->
                transactions.sql().first(IDENTITY, row -> row.getString(1)).orElseThrow());
    }
}
