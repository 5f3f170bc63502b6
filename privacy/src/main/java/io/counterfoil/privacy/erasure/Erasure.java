package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecords;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.privacy.vault.SubjectKeys;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The act of erasing a person's data: the key destroyed, what it sealed removed, and that it was done remembered for good. */
@Singleton
public final class Erasure {

    private final Transactions transactions;
    private final SubjectKeys keys;
    private final Instance<SubjectRecords> slices;
    private final ErasureLedger ledger;
    private final Announcement announcement;

    @Inject
    public Erasure(
            Transactions transactions,
            SubjectKeys keys,
            Instance<SubjectRecords> slices,
            ErasureLedger ledger,
            Announcement announcement) {
        this.transactions = transactions;
        this.keys = keys;
        this.slices = slices;
        this.ledger = ledger;
        this.announcement = announcement;
    }

    /**
     * Erases, in the running transaction or in one of its own; other servers know within a second after its commit. It can
     * be repeated, and destroys what may have come since.
     *
     * @param actor who wants it, as {@link AuditedAct} has it
     * @param address where the actor called from; empty for the server itself
     * @throws io.counterfoil.domain.rest.Problem 503 when the ledger can't be written: nothing is erased then
     */
    public Erased erase(DataSubject subject, String actor, String address) {
        return transactions.session(session -> {
            Erased erased = destroy(subject, announcement.now());
            announcement.erased(subject, erased, actor, address);
            ledger.add(new LedgerLine(subject, erased.at()));
            return erased;
        });
    }

    /** What is left to do after a restore: the ledger and everybody concerned know of it. */
    Erased again(LedgerLine line) {
        return transactions.session(session -> {
            Erased erased = destroy(line.subject(), line.at());
            announcement.again(line.subject(), erased);
            return erased;
        });
    }

    private Erased destroy(DataSubject subject, Instant at) {
        Map<String, Integer> destroyed = new TreeMap<>();
        OptionalInt epoch = keys.destroy(subject);
        slices.forEach(slice -> slice.erase(subject).forEach((column, values) -> {
            if (values > 0) {
                destroyed.merge(column, values, Integer::sum);
            }
        }));
        return new Erased(at, epoch, destroyed);
    }
}
