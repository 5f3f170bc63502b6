package io.counterfoil.domain.personaldata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Sealed values that did not open although their key is there: somebody changed or moved them in the database. Each time is
 * counted; each value is logged and audited once an hour, however often a list with it is read.
 */
@Singleton
public final class BrokenSeals {

    private static final Logger LOG = Logger.getLogger(BrokenSeals.class.getName());

    private final Transactions transactions;
    private final MetricRegistry registry;
    private final Event<AuditedAct> acts;
    private final Cache<Field, Boolean> told = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .maximumSize(10_000)
            .build();

    @Inject
    public BrokenSeals(Transactions transactions, MetricRegistry registry, Event<AuditedAct> acts) {
        this.transactions = transactions;
        this.registry = registry;
        this.acts = acts;
    }

    /** Tells of one, whoever met it; audited in the running transaction, or in one of its own. */
    public void found(Field field, AccessLog.Opener opener) {
        registry.counter("counterfoil_sealed_values_broken_total", new Tag("column", field.column()))
                .inc();
        if (told.getIfPresent(field) != null) {
            return;
        }
        LOG.log(
                Level.SEVERE,
                "{0}: a value of {1} of {2} does not open. It was changed or moved in the database: put the row back from"
                        + " a backup.",
                new Object[] {opener.request(), field.column(), field.row()});
        transactions.session(session -> {
            acts.fire(new AuditedAct(
                    Optional.of(field.merchant()),
                    opener.actor(),
                    "sealed_value.broken",
                    field.row(),
                    "failed",
                    "",
                    Map.of("column", field.column(), "request", opener.request())));
            return true;
        });
        told.put(field, true);
    }
}
