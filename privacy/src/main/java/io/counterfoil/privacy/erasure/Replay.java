package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.personaldata.DataSubject;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Before the server is ready, and when {@link RestoreWatch} finds that it must not be any longer: what the ledger calls erased and the database doesn't, because it was restored, is erased
 * again. A ledger that lacks what the database knows keeps the server from getting ready.
 */
@Singleton
final class Replay {

    private static final Logger LOG = Logger.getLogger(Replay.class.getName());

    private final ErasureLedger ledger;
    private final Erasures erasures;
    private final Erasure erasure;
    private final boolean rebuild;

    @Inject
    Replay(ErasureLedger ledger, Erasures erasures, Erasure erasure, ConfigurationSource configuration) {
        this.ledger = ledger;
        this.erasures = erasures;
        this.erasure = erasure;
        this.rebuild = ErasureSettings.REBUILD.in(configuration) || oneOfMany(configuration);
    }

    /** A ledger in a home of its own, on a database that others use: what they erased stands in theirs. */
    private static boolean oneOfMany(ConfigurationSource configuration) {
        return ServerSettings.DATABASE_URL.find(configuration).isPresent()
                && ErasureSettings.LEDGER.find(configuration).isEmpty();
    }

    void replay(@Observes @Priority(20) DatabaseOpened opened) {
        replay();
    }

    void replay() {
        // in this order: another server writes its line before it commits
        List<LedgerLine> known = erasures.lines();
        List<LedgerLine> lines = ledger.lines();
        compare(known, lines);
        List<LedgerLine> back = erasures.back(lines);
        back.forEach(erasure::again);
        if (!back.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "The database was restored to before {0} erasures: they were made again from the ledger.",
                    Integer.toString(back.size()));
        }
    }

    /**
     * A ledger that lacks what even the database knows was lost, or cut, and lacks more for all we know; unless others write
     * ledgers of their own. What the database knows can be written into it either way.
     */
    private void compare(List<LedgerLine> known, List<LedgerLine> lines) {
        Set<DataSubject> written = lines.stream().map(LedgerLine::subject).collect(Collectors.toSet());
        List<LedgerLine> lacking =
                known.stream().filter(line -> !written.contains(line.subject())).toList();
        if (!lacking.isEmpty() && !rebuild) {
            throw new DatabaseRefused("The erasure ledger " + ledger.file() + " lacks " + lacking.size()
                    + " erasures that the database knows: it was lost or cut, or is another's. Put it back. If it is lost"
                    + " for good, start once with COUNTERFOIL_PRIVACY_LEDGER_REBUILD=true: it is then written anew from"
                    + " the database, and erasures that a restored database does not know are not made again.");
        }
        lacking.forEach(ledger::add);
        if (!lacking.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "The erasure ledger lacked {0} erasures: they were written into it from the database. Servers on one"
                            + " database should share one ledger, or after a restore each makes its own erasures again"
                            + " only when it starts: set COUNTERFOIL_PRIVACY_LEDGER.",
                    Integer.toString(lacking.size()));
        }
    }
}
