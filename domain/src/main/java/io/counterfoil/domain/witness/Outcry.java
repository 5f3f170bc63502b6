package io.counterfoil.domain.witness;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.transparency.KeptLog;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells people what a witness says that is no cosignature. */
@Singleton
final class Outcry {

    private static final Logger LOG = Logger.getLogger(Outcry.class.getName());

    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final Event<Alarm> alarms;
    private final InstantSource time;
    private final Map<String, Instant> complained = new ConcurrentHashMap<>();

    @Inject
    Outcry(Transactions transactions, Event<Alarm> alarms, InstantSource time) {
        this.transactions = transactions;
        this.alarms = alarms;
        this.time = time;
    }

    void of(KeptLog log, Witness witness, WitnessAnswer answer) {
        if (answer instanceof WitnessAnswer.Contradicted contradicted) {
            LOG.log(
                    Level.SEVERE,
                    "The witness {0} says that the log {1} contradicts what it has seen before ({2}).",
                    new Object[] {witness, log.name(), contradicted.status()});
            transactions.commit(() -> alarms.fire(new Alarm(
                    "log_witness_refuses",
                    Optional.empty(),
                    true,
                    log.name() + " " + witness,
                    Map.of("status", Integer.toString(contradicted.status())))));
        } else if (answer instanceof WitnessAnswer.Refused refused) {
            complain(log, witness, refused.why());
        } else if (answer instanceof WitnessAnswer.Silent) {
            complain(log, witness, "it did not answer in time");
        }
    }

    private void complain(KeptLog log, Witness witness, String why) {
        Instant now = time.instant();
        Instant last = complained.getOrDefault(log.name() + " " + witness, Instant.EPOCH);
        if (Duration.between(last, now).compareTo(BETWEEN_COMPLAINTS) >= 0) {
            complained.put(log.name() + " " + witness, now);
            LOG.log(
                    Level.WARNING,
                    "The witness {0} does not cosign the log {1}: {2}. It is asked again.",
                    new Object[] {witness, log.name(), why});
        }
    }
}
