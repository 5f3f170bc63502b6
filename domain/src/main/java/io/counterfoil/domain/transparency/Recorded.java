package io.counterfoil.domain.transparency;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.checkpoint.PublishedCheckpoints;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.signednote.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whether the record of published checkpoints knows a log. It does from the log's first day on: so where it knows nothing of
 * one that has entries, it was lost, and a database that was restored without it would be believed. Or it only begins, with a
 * server that joins others and was given no record to share with them (docs/adr/0048-lost-record.md).
 */
final class Recorded {

    private final Supplier<StoredLog> log;
    private final PublishedCheckpoints outside;
    private final Function<StoredLog, List<NoteVerifier>> keys;
    private final BooleanSupplier mayJoin;

    /**
     * One log in the record.
     *
     * @param log the log as it is just now
     * @param keys those that are a log's own
     * @param mayJoin whether this may be a server's first start on a log that others have begun
     */
    Recorded(
            Supplier<StoredLog> log,
            PublishedCheckpoints outside,
            Function<StoredLog, List<NoteVerifier>> keys,
            BooleanSupplier mayJoin) {
        this.log = log;
        this.outside = outside;
        this.keys = keys;
        this.mayJoin = mayJoin;
    }

    /**
     * Has the record know the log, where nobody has to hear of that.
     *
     * @return false where the server only joins: then it does {@link #join}, and nothing is sealed before
     * @throws LogRefused when the record was lost
     */
    boolean begin() {
        StoredLog stored = log.get();
        if (outside.last(stored.origin()).isPresent()) {
            return true;
        }
        if (stored.size() == 0) {
            // where another server is quicker, it has written the same
            outside.remember(empty(stored), Optional.empty());
            return true;
        }
        if (mayJoin.getAsBoolean()) {
            return false;
        }
        throw lost(stored.origin());
    }

    /**
     * Whether the record was lost.
     *
     * @param knew whether it has known the log since this server was started
     */
    boolean isLost(boolean knew) {
        StoredLog stored = log.get();
        return stored.size() > 0 && isUnknown(stored.origin()) && (knew || !mayJoin.getAsBoolean());
    }

    private boolean isUnknown(String origin) {
        try {
            return outside.last(origin).isEmpty();
        } catch (LogRefused unreadable) {
            return false;
        }
    }

    /**
     * What everyone is shown of the log.
     *
     * @throws LogRefused when no key of the log has signed it
     */
    Checkpoint shown() {
        StoredLog stored = log.get();
        return stored.published().map(note -> open(stored, note)).orElseGet(() -> empty(stored));
    }

    /** Begins the record with what everyone is shown. */
    void join(Checkpoint shown) {
        outside.remember(shown, Optional.empty());
    }

    private Checkpoint open(StoredLog stored, String note) {
        try {
            return Checkpoint.parse(SignedNote.parse(note.getBytes(StandardCharsets.UTF_8))
                    .open(keys.apply(stored).toArray(NoteVerifier[]::new)));
        } catch (InvalidNote | InvalidProof changed) {
            throw new LogRefused(
                    "The checkpoint of the log %s was changed in the database: %s Run `counterfoil log verify`."
                            .formatted(stored.origin(), changed.getMessage()));
        }
    }

    /** What a log promises that has no entry yet: nothing that could be broken. */
    static Checkpoint empty(StoredLog log) {
        return new Checkpoint(log.origin(), 0, Hash.EMPTY);
    }

    static LogRefused lost(String origin) {
        return new LogRefused(
                ("The record of published checkpoints (COUNTERFOIL_TRANSPARENCY_RECORD) knows nothing of the log %s, which"
                                + " has entries: it was lost, and without it nobody can tell whether this database is older than what"
                                + " was published. Put it back. Only if there is no copy, run `counterfoil log begin-record`"
                                + " (docs/receipts.md, \"When the log refuses\").")
                        .formatted(origin));
    }
}
