package io.counterfoil.domain.transparency;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells people and auditors what becomes of the record of published checkpoints. */
@Singleton
final class RecordNews {

    private static final Logger LOG = Logger.getLogger(RecordNews.class.getName());
    private static final String ENTRIES = "entries";

    private final Transactions transactions;
    private final Event<Alarm> alarms;
    private final Event<AuditedAct> acts;

    @Inject
    RecordNews(Transactions transactions, Event<Alarm> alarms, Event<AuditedAct> acts) {
        this.transactions = transactions;
        this.alarms = alarms;
        this.acts = acts;
    }

    /** This server begins a record of its own on a log that others have sealed. */
    void joined(String log, String origin, long entries) {
        LOG.log(
                Level.WARNING,
                "This server knew nothing of the log {0}, and believes the database that {1} of its entries were published. If"
                        + " another server ran with this record before, it was lost: put it back. Servers on one database"
                        + " should share one record: set COUNTERFOIL_TRANSPARENCY_RECORD.",
                new Object[] {origin, Long.toString(entries)});
        Map<String, String> facts = Map.of(ENTRIES, Long.toString(entries));
        transactions.commit(() -> {
            alarms.fire(new Alarm("log_record_begun", Optional.empty(), true, log, facts));
            acts.fire(act("log_record.begun", origin, "done", facts));
        });
    }

    /** The record was lost: told again and again, so that the alert stays open. */
    void missing(String log, String origin, boolean first) {
        transactions.commit(() -> {
            alarms.fire(new Alarm("log_record_missing", Optional.empty(), true, log, Map.of()));
            if (first) {
                acts.fire(act("log_record.begun", origin, "refused", Map.of()));
            }
        });
    }

    /** The record that was lost is there: put back, or begun anew by an operator. */
    void found(String origin) {
        transactions.commit(() -> acts.fire(act("log_record.found", origin, "done", Map.of())));
    }

    private static AuditedAct act(String action, String origin, String result, Map<String, String> facts) {
        return new AuditedAct(
                Optional.empty(), Actor.SERVER.id(), action, origin, result, Actor.SERVER.address(), facts);
    }
}
