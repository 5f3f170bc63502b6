package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The act of erasing a person's data: the key destroyed, what it sealed removed, and that it was done remembered for good. */
@Singleton
public final class Erasure {

    private final Transactions transactions;
    private final Destruction destruction;
    private final ErasureLedger ledger;
    private final Announcement announcement;
    private final Event<LedgerLine> lines;

    @Inject
    public Erasure(
            Transactions transactions,
            Destruction destruction,
            ErasureLedger ledger,
            Announcement announcement,
            Event<LedgerLine> lines) {
        this.transactions = transactions;
        this.destruction = destruction;
        this.ledger = ledger;
        this.announcement = announcement;
        this.lines = lines;
    }

    /**
     * Erases, in the running transaction or in one of its own; other servers know within a second after its commit. It can
     * be repeated, and destroys what may have come since. Should the transaction be undone, the person lives on.
     *
     * @param actor who wants it, as {@link AuditedAct} has it
     * @param address where the actor called from; empty for the server itself
     * @return all that ever was destroyed of this person, by this call or before
     * @throws io.counterfoil.domain.rest.Problem 503 when the ledger can't be written: nothing is erased then
     */
    public Erased erase(DataSubject subject, String actor, String address) {
        return transactions.session(session -> {
            Instant now = announcement.now();
            Erased erased = destruction.of(subject, now);
            announcement.erased(subject, erased, actor, address);
            LedgerLine line = new LedgerLine(subject, now);
            lines.fire(line);
            ledger.add(line);
            return erased;
        });
    }

    /** What is left to do after a restore: the ledger and everybody concerned know of it. */
    Erased again(LedgerLine line) {
        return transactions.session(session -> {
            Erased erased = destruction.of(line.subject(), line.at());
            announcement.again(line.subject(), erased);
            return erased;
        });
    }
}
