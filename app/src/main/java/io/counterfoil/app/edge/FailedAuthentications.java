package io.counterfoil.app.edge;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Failed authentications for the audit log (PCI DSS 10.2.1.4): counted for each source, and written once a minute. A flood
 * from more sources than are counted one by one is counted together: what an attacker sends never fills the log. A crash
 * loses a minute; a database that fails loses nothing, nor does a server that stops in order.
 */
@Singleton
final class FailedAuthentications {

    private static final Logger LOG = Logger.getLogger(FailedAuthentications.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final FailureCounts counts;
    private final Consumer<Map<FailureCounts.Source, Integer>> log;

    @Inject
    FailedAuthentications(Transactions transactions, Event<AuditedAct> acts) {
        this(
                new FailureCounts(),
                minute -> transactions.commit(
                        () -> minute.forEach((source, count) -> acts.fire(audited(source, count)))));
    }

    FailedAuthentications(FailureCounts counts, Consumer<Map<FailureCounts.Source, Integer>> log) {
        this.counts = counts;
        this.log = log;
    }

    /**
     * Counts one.
     *
     * @param credential what kind it was, for the audit log; never the credential itself
     */
    void add(String address, String credential) {
        counts.add(address, credential);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "failed authentications", this::write);
    }

    private void write() {
        counts.write(log);
    }

    void stop(@Observes Shutdown shutdown) {
        try {
            write();
        } catch (DatabaseFailure | Problem | IllegalStateException gone) {
            LOG.log(
                    Level.WARNING,
                    "The failed authentications of the last minute could not be written ({0}): the audit log lacks them.",
                    gone.getMessage());
        }
    }

    private static AuditedAct audited(FailureCounts.Source source, int count) {
        return new AuditedAct(
                Optional.empty(),
                "anyone",
                "authentication.failed",
                source.credential(),
                "refused",
                source.address(),
                Map.of("count", Integer.toString(count)));
    }
}
