package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.privacy.vault.SubjectKeys;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps the ledger from destroying people whose erasure was undone: their lines are taken back. Only while the person's key
 * is there, and held: where an outcome isn't known, such as of a commit that was not answered, the line stays.
 */
@Singleton
public final class LivingPeople {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Transactions transactions;
    private final DirectTransactions direct;
    private final SubjectKeys keys;
    private final ErasureLedger ledger;
    private final Queue<LedgerLine> undone = new ConcurrentLinkedQueue<>();

    @Inject
    LivingPeople(Transactions transactions, DirectTransactions direct, SubjectKeys keys, ErasureLedger ledger) {
        this.transactions = transactions;
        this.direct = direct;
        this.keys = keys;
        this.ledger = ledger;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "erasures undone", this::settle);
    }

    /** The transaction that has just ended can't do more, and the database may be away: the next round does it. */
    void undone(@Observes(during = TransactionPhase.AFTER_FAILURE) LedgerLine line) {
        undone.add(line);
    }

    /** An erasure is refused, in the running transaction: a server that died in the middle of it may have left its line. */
    public void spare(DataSubject subject) {
        transactions.session(session -> ifAlive(
                transactions.sql(), subject, () -> ledger.linesOf(subject).forEach(this::takeBack)));
    }

    void settle() {
        for (LedgerLine line = undone.peek(); line != null; line = undone.peek()) {
            LedgerLine one = line;
            direct.commit(sql -> ifAlive(sql, one.subject(), () -> takeBack(one)));
            undone.remove(one);
        }
    }

    private boolean ifAlive(Sql sql, DataSubject subject, Runnable then) {
        boolean alive = keys.hold(sql, subject);
        if (alive) {
            then.run();
        }
        return alive;
    }

    private void takeBack(LedgerLine line) {
        ledger.add(line.takenBack());
    }
}
