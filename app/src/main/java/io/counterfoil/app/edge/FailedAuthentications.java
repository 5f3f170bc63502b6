package io.counterfoil.app.edge;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
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
 * Failed authentications for the audit log (PCI DSS 10.2.1.4), and calls that a good credential may not make: counted for
 * each source, and written once a minute. A flood from more sources than are counted one by one is counted together: what
 * an attacker sends never fills the log. A crash loses a minute; a database that fails loses nothing, nor does a server that
 * stops in order.
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

    /**
     * Counts a call that whoever made it may not make.
     *
     * @param actor the id of the key or token as it stands outside
     */
    void refused(String address, String actor) {
        counts.add(address, actor);
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

    /** Whose id is known was let in, and refused; the kinds of credentials are no ids. */
    static AuditedAct audited(FailureCounts.Source source, int count) {
        boolean known = IdKind.API_KEY.parse(source.credential()).isPresent()
                || IdKind.OPERATOR_TOKEN.parse(source.credential()).isPresent();
        return new AuditedAct(
                Optional.empty(),
                known ? source.credential() : "anyone",
                known ? "authorization.refused" : "authentication.failed",
                source.credential(),
                "refused",
                source.address(),
                Map.of("count", Integer.toString(count)));
    }
}
