package io.counterfoil.app.edge;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Failed authentications for the audit log (PCI DSS 10.2.1.4): counted for each source, and written once a minute. A flood
 * from more sources than are counted one by one is counted together: what an attacker sends never fills the log.
 */
@Singleton
final class FailedAuthentications {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final Event<AuditedAct> acts;
    private final FailureCounts counts = new FailureCounts();

    @Inject
    FailedAuthentications(Transactions transactions, Event<AuditedAct> acts) {
        this.transactions = transactions;
        this.acts = acts;
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
        Map<FailureCounts.Source, Integer> minute = counts.drain();
        if (!minute.isEmpty()) {
            transactions.commit(() -> minute.forEach(this::audit));
        }
    }

    private void audit(FailureCounts.Source source, int count) {
        acts.fire(new AuditedAct(
                Optional.empty(),
                "anyone",
                "authentication.failed",
                source.credential(),
                "refused",
                source.address(),
                Map.of("count", Integer.toString(count))));
    }
}
