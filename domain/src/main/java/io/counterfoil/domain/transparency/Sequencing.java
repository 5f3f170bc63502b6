package io.counterfoil.domain.transparency;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the sequencers, whichever server queued what they find. */
@Singleton
final class Sequencing {

    private static final Logger LOG = Logger.getLogger(Sequencing.class.getName());

    /** Between batches, so that a signature and a flush to the disk serve many. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** How soon a server remembers what another one has published. */
    private static final Duration PROMISES = Duration.ofSeconds(1);

    /** How old the keys that a server announces may be, when another one has rolled them. */
    private static final Duration KEYS = Duration.ofSeconds(10);

    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    private final Logs logs;
    private final BackgroundWork work;
    private final InstantSource time;
    private final RecordNews news;

    @Inject
    Sequencing(Logs logs, BackgroundWork work, InstantSource time, RecordNews news) {
        this.logs = logs;
        this.work = work;
        this.time = time;
        this.news = news;
    }

    void start(@Observes DatabaseReady ready) {
        logs.all().forEach(log -> {
            Sequencer sequencer = logs.sequencer(log);
            Rounds rounds = new Rounds(log, sequencer, logs.recorded(log));
            work.every(PAUSE, "Sequencer of " + log.name(), rounds::next);
            work.every(PROMISES, "Promises of " + log.name(), sequencer::rememberPublished);
            work.every(KEYS, "Keys of " + log.name(), () -> logs.announceKeys(log));
        });
    }

    static void complain(String log, LogRefused refused) {
        LOG.log(Level.SEVERE, "The log of {0} is not sealed any more. {1}", new Object[] {log, refused.getMessage()});
    }

    /** One log's rounds, one after another on one thread at a time. */
    private final class Rounds {

        private final KeptLog log;
        private final Sequencer sequencer;
        private final Recorded recorded;
        private boolean begun;
        private boolean knew;
        private boolean lost;
        private Instant complained = Instant.EPOCH;

        Rounds(KeptLog log, Sequencer sequencer, Recorded recorded) {
            this.log = log;
            this.sequencer = sequencer;
            this.recorded = recorded;
        }

        void next() {
            try {
                if (!begun) {
                    begin();
                }
                sequencer.run();
            } catch (LogRefused refused) {
                // what it refuses may be mended while this runs
                begun = false;
                Instant now = time.instant();
                if (Duration.between(complained, now).compareTo(BETWEEN_COMPLAINTS) >= 0) {
                    complain(log.name(), refused);
                    complained = now;
                    tellIfLost();
                }
            }
        }

        private void begin() {
            if (!recorded.begin()) {
                if (knew) {
                    throw Recorded.lost(logs.current(log).origin());
                }
                join();
            }
            knew = true;
            if (lost) {
                news.found(logs.current(log).origin());
                lost = false;
            }
            begun = true;
        }

        /** In this order: who is killed in between tells it again. */
        private void join() {
            Checkpoint shown = recorded.shown();
            news.joined(log.name(), shown.origin(), shown.size());
            recorded.join(shown);
            logs.announceKeys(log);
        }

        private void tellIfLost() {
            if (recorded.isLost(knew)) {
                news.missing(log.name(), logs.current(log).origin(), !lost);
                lost = true;
            }
        }
    }
}
