package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.canonicaljson.CanonicalJson;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.transparency.LogQueue;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes each act down in the act's own transaction: both are committed, or neither is. */
@Singleton
final class AuditTrail {

    private final Transactions transactions;
    private final LogQueue queue;
    private final AuditMarks marks;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    AuditTrail(Transactions transactions, LogQueue queue, AuditMarks marks, Ids ids, InstantSource time) {
        this.transactions = transactions;
        this.queue = queue;
        this.marks = marks;
        this.ids = ids;
        this.time = time;
    }

    /** What is sealed. The address is a keyed pseudonym: the same one is the same, and nobody can tell which it is. */
    record Body(
            String id,
            Instant at,
            @Nullable String merchant,
            String actor,
            String action,
            String object,
            String result,
            @Nullable String source,
            SortedMap<String, String> facts) {}

    void on(@Observes AuditedAct act) {
        UUID id = ids.next();
        byte[] body = CanonicalJson.bytes(Json.write(body(id, act)));
        // first: it demands the transaction of the act
        queue.put(AuditLog.LOG, act.merchant().orElse(AuditEntry.NOBODY), id, AuditLog.entry(id, body));
        transactions.session(session -> session.insert(new AuditEntry(id, act, body, marks.of(body))));
    }

    private Body body(UUID id, AuditedAct act) {
        return new Body(
                IdKind.AUDIT_ENTRY.text(id),
                time.instant().truncatedTo(ChronoUnit.MICROS),
                act.merchant().map(IdKind.MERCHANT::text).orElse(null),
                act.actor(),
                act.action(),
                act.object(),
                act.result(),
                act.address().isEmpty() ? null : marks.pseudonym(act.address()),
                new TreeMap<>(Map.copyOf(act.facts())));
    }
}
