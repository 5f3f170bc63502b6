package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.database.Database;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the database was restored behind running servers: somebody is there again who was seen to be gone. The newest
 * erasures are asked for every second, since a restore takes those away first. Where the database itself is another one than
 * before (started anew, made anew, its tables made anew), the whole ledger is compared, once what an aborted erasure left
 * has been taken back. Until the ledger was replayed the server is not ready.
 */
@Singleton
final class RestoreWatch {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Longer than {@link LivingPeople} takes to take back a line. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final Database database;
    private final ErasureLedger ledger;
    private final Replay replay;
    private final Erasures erasures;
    private final InstantSource time;

    private String identity = "";
    private @Nullable Instant changedAt;
    private long size = -1;
    private final Set<LedgerLine> gone = new HashSet<>();
    private Set<LedgerLine> newest = Set.of();
    private boolean owed;

    @Inject
    RestoreWatch(Database database, ErasureLedger ledger, Replay replay, Erasures erasures, InstantSource time) {
        this.database = database;
        this.ledger = ledger;
        this.replay = replay;
        this.erasures = erasures;
        this.time = time;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "watch for a restored database", this::look);
    }

    synchronized void look() {
        if (!owed) {
            owed = restored();
        }
        if (owed) {
            database.holdBack("The database was restored: erasures are made again from the ledger.", replay::replay);
            owed = false;
        }
        remember();
    }

    private boolean restored() {
        String now = erasures.identity();
        if (!now.equals(identity)) {
            changedAt = identity.isEmpty() ? null : time.instant();
            identity = now;
        }
        return !erasures.back(List.copyOf(gone)).isEmpty() || broughtBack();
    }

    /** Of all erasures before another database was found, once each undone one had its time to be taken back. */
    private boolean broughtBack() {
        Optional<Instant> change = Optional.ofNullable(changedAt);
        if (change.filter(at -> !at.plus(SETTLED).isAfter(time.instant())).isEmpty()) {
            return false;
        }
        List<LedgerLine> before = ledger.lines().stream()
                .filter(line -> line.at().isBefore(change.get()))
                .toList();
        boolean back = !erasures.back(before).isEmpty();
        changedAt = null;
        return back;
    }

    /** Which of the newest are gone: one that is just being made is asked for again. */
    private void remember() {
        try {
            // a shorter one was lost: what was seen to be gone still is
            if (ledger.size() > size) {
                size = ledger.size();
                newest = new HashSet<>(ledger.newest());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        gone.retainAll(newest);
        List<LedgerLine> unsettled =
                newest.stream().filter(line -> !gone.contains(line)).toList();
        if (!unsettled.isEmpty()) {
            Set<LedgerLine> there = Set.copyOf(erasures.back(unsettled));
            unsettled.stream().filter(line -> !there.contains(line)).forEach(gone::add);
        }
    }
}
