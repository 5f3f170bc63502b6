package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.Transactions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Before the server is ready: what the ledger calls erased and the database doesn't, because it was restored, is erased
 * again.
 */
@Singleton
final class Replay {

    private static final Logger LOG = Logger.getLogger(Replay.class.getName());
    private static final int BATCH = 1_000;

    /** Primary keys of both tables. The keys have a dump of their own, so either may be older. */
    private static final String BACK = """
        SELECT l.place FROM unnest(?::uuid[], ?::uuid[]) WITH ORDINALITY AS l (merchant_id, subject_id, place)
        WHERE EXISTS (SELECT FROM privacy_keys.subject_key k
                      WHERE k.merchant_id = l.merchant_id AND k.subject_id = l.subject_id)
           OR EXISTS (SELECT FROM privacy.customer c
                      WHERE c.merchant_id = l.merchant_id AND c.id = l.subject_id AND c.erased_at IS NULL)
        ORDER BY l.place\
        """;

    private final Transactions transactions;
    private final ErasureLedger ledger;
    private final Erasure erasure;

    @Inject
    Replay(Transactions transactions, ErasureLedger ledger, Erasure erasure) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.erasure = erasure;
    }

    void replay(@Observes @Priority(20) DatabaseOpened opened) {
        List<LedgerLine> lines = ledger.lines();
        int again = 0;
        for (int from = 0; from < lines.size(); from += BATCH) {
            for (LedgerLine line : back(lines.subList(from, Math.min(lines.size(), from + BATCH)))) {
                erasure.again(line);
                again++;
            }
        }
        if (again > 0) {
            LOG.log(
                    Level.WARNING,
                    "The database was restored to before {0} erasures: they were made again from the ledger.",
                    Integer.toString(again));
        }
    }

    private List<LedgerLine> back(List<LedgerLine> lines) {
        return transactions
                .session(session -> transactions
                        .sql()
                        .all(
                                BACK,
                                row -> row.getInt(1) - 1,
                                lines.stream()
                                        .map(line -> line.subject().merchant().toString())
                                        .toArray(String[]::new),
                                lines.stream()
                                        .map(line -> line.subject().customer().toString())
                                        .toArray(String[]::new)))
                .stream()
                .map(lines::get)
                .toList();
    }
}
