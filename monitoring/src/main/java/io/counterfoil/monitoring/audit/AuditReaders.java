package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who looks at the audit log is in it too (PCI DSS 10.2.1.3): once an hour for reading page by page, each time for an export. */
@Singleton
final class AuditReaders {

    private static final Duration ONCE_IN = Duration.ofHours(1);

    private final Transactions transactions;
    private final Event<AuditedAct> acts;
    private final InstantSource time;
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    @Inject
    AuditReaders(Transactions transactions, Event<AuditedAct> acts, InstantSource time) {
        this.transactions = transactions;
        this.acts = acts;
        this.time = time;
    }

    void read(Call call) {
        Instant now = time.instant();
        String who = Actor.of(call).id();
        Instant last = told.get(who);
        if (last == null || last.plus(ONCE_IN).isBefore(now)) {
            tell(call, "audit_log.read", Map.of());
            told.put(who, now);
        }
    }

    void exported(Call call, AuditFilter filter) {
        tell(
                call,
                "audit_log.exported",
                Map.of("from", filter.from().toString(), "to", filter.to().toString()));
    }

    private void tell(Call call, String action, Map<String, String> facts) {
        Actor actor = Actor.of(call);
        transactions.commit(() -> acts.fire(new AuditedAct(
                Optional.empty(), actor.id(), action, AuditLog.LOG.name(), "done", actor.address(), facts)));
    }
}
