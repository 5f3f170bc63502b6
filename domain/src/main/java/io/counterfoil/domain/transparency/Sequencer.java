package io.counterfoil.domain.transparency;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.checkpoint.PublishedCheckpoints;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.merkletree.EntryBundle;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import io.counterfoil.domain.merkletree.Prover;
import io.counterfoil.domain.merkletree.Tile;
import io.counterfoil.domain.merkletree.TilePath;
import io.counterfoil.domain.merkletree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gives what waits its place in a log, a batch at a time, and publishes what came of it. Any number of these may run, on
 * any number of servers: one at a time gets the lock, and all that one needs to go on is in the database.
 *
 * <p>A batch is sealed in one transaction. What it made is then remembered outside the database, and signed and shown only
 * after that: so there is never a signature that a restored database could contradict, and a crash at any point leaves
 * nothing to mend (docs/adr/0011-checkpoint-outside.md).
 */
final class Sequencer {

    /** A transaction of some 50 ms; after an outage the batches follow one another. */
    static final int BATCH = 4096;

    private final String name;
    private final int log;
    private final String origin;
    private final DirectTransactions transactions;
    private final LogSigner signer;
    private final PublishedCheckpoints outside;

    Sequencer(
            KeptLog log,
            StoredLog stored,
            DirectTransactions transactions,
            LogSigner signer,
            PublishedCheckpoints outside) {
        this.name = log.name();
        this.log = stored.id();
        this.origin = stored.origin();
        this.transactions = transactions;
        this.signer = signer;
        this.outside = outside;
    }

    /**
     * Seals and publishes all that waits.
     *
     * @return how many entries this one sealed
     * @throws LogRefused when the log is not a continuation of what was published
     */
    long run() {
        long sealed = 0;
        int batch;
        do {
            batch = seal();
            publish();
            sealed += batch;
        } while (batch == BATCH);
        return sealed;
    }

    /** Seals one batch, if nobody else is at it. */
    private int seal() {
        return transactions.commit(sql -> {
            LogRows rows = new LogRows(sql);
            if (!rows.lock(log)) {
                return 0;
            }
            List<LogRows.Waiting> taken = new ArrayList<>(rows.take(name, BATCH));
            if (!taken.isEmpty()) {
                // ids are ordered by time: close to the order of commits, and no more than a courtesy to readers
                taken.sort(Comparator.comparing(LogRows.Waiting::item));
                append(rows, taken);
            }
            return taken.size();
        });
    }

    private void append(LogRows rows, List<LogRows.Waiting> taken) {
        Checkpoint promised = promised();
        StoredLog stored = rows.get(log);
        demandContinues(rows, stored, promised);
        Tree tree = load(rows, stored);
        Tree.Growth growth =
                tree.append(taken.stream().map(item -> Hash.leaf(item.entry())).toList());
        List<LogRows.Stored> tiles = new ArrayList<>(bundles(rows, stored, taken));
        growth.tiles().forEach(tile -> tiles.add(new LogRows.Stored(tile.level(), tile.index(), tile.bytes())));
        rows.store(log, tiles);
        rows.place(log, stored.size(), taken);
        rows.extend(stored, growth.tree().size(), growth.tree().root());
    }

    private static List<LogRows.Stored> bundles(LogRows rows, StoredLog stored, List<LogRows.Waiting> taken) {
        List<byte[]> entries = new ArrayList<>(openBundle(rows, stored));
        taken.forEach(item -> entries.add(item.entry()));
        List<LogRows.Stored> bundles = new ArrayList<>();
        long number = stored.size() / Tile.WIDTH;
        for (int from = 0; from < entries.size(); from += Tile.WIDTH) {
            List<byte[]> bundle = entries.subList(from, Math.min(from + Tile.WIDTH, entries.size()));
            bundles.add(new LogRows.Stored(TilePath.ENTRIES, number++, EntryBundle.bytes(bundle)));
        }
        return bundles;
    }

    private static List<byte[]> openBundle(LogRows rows, StoredLog stored) {
        try {
            return rows.openBundle(stored);
        } catch (InvalidProof missing) {
            throw damaged(stored, missing);
        }
    }

    /** Publishes what is sealed, whoever sealed it; where another server is quicker, the next round sees what it did. */
    void publish() {
        LogRows rows = new LogRows(transactions.sql());
        if (rows.get(log).allPublished()) {
            return;
        }
        // in this order: what is remembered is never ahead of what is read after it
        Checkpoint promised = promised();
        StoredLog stored = rows.get(log);
        demandContinues(rows, stored, promised);
        // nothing is signed that the tiles don't lead to, whoever wrote the root
        load(rows, stored);
        if (outside.remember(stored.checkpoint(), Optional.of(promised))) {
            rows.publish(
                    log,
                    stored.size(),
                    signer.sign(stored, stored.checkpoint().text()).toString());
        }
    }

    /**
     * Remembers what another server has published: so this one won't sign another tree either, on an older database that was
     * restored, though the two share no record. A record that was lost is not begun by that.
     */
    void rememberPublished() {
        LogRows rows = new LogRows(transactions.sql());
        outside.last(origin).ifPresent(promised -> {
            StoredLog stored = rows.get(log);
            if (promised.size() < stored.size() && stored.allPublished()) {
                demandContinues(rows, stored, promised);
                // where another server was quicker, there is nothing left to do
                outside.remember(stored.checkpoint(), Optional.of(promised));
            }
        });
    }

    /**
     * Compares the log with what it has promised.
     *
     * @throws LogRefused when they contradict each other, or nobody knows what it has promised
     */
    void demandContinued() {
        LogRows rows = new LogRows(transactions.sql());
        Checkpoint promised = promised();
        demandContinues(rows, rows.get(log), promised);
    }

    /** Every log is in the record before anything of it is sealed ({@link Recorded}). */
    private Checkpoint promised() {
        return outside.last(origin).orElseThrow(() -> Recorded.lost(origin));
    }

    private static void demandContinues(LogRows rows, StoredLog stored, Checkpoint last) {
        if (last.equals(stored.checkpoint())) {
            return;
        }
        if (stored.size() < last.size()) {
            throw new LogRefused(
                    ("The database holds %s entries of the log %s, which has published %s: it is older than what"
                                    + " was promised. Restore a newer one; if there is none, begin another log with"
                                    + " COUNTERFOIL_TRANSPARENCY_ORIGIN (docs/receipts.md, \"When the log refuses\").")
                            .formatted(stored.size(), stored.origin(), last.size()));
        }
        Hash root = rootAt(rows, stored, last.size());
        if (!root.equals(last.root())) {
            throw new LogRefused(
                    ("The first %s entries of the log %s are not those that it has published. Run `counterfoil log"
                                    + " verify`, and restore a database that was not changed (docs/receipts.md, \"When the log"
                                    + " refuses\").")
                            .formatted(last.size(), stored.origin()));
        }
    }

    private static Hash rootAt(LogRows rows, StoredLog stored, long size) {
        try {
            return new Prover(size, rows.tiles(stored.id())).root();
        } catch (InvalidProof missing) {
            throw damaged(stored, missing);
        }
    }

    private static Tree load(LogRows rows, StoredLog stored) {
        try {
            Tree tree = Tree.load(stored.size(), rows.tiles(stored.id()));
            if (tree.root().equals(stored.root())) {
                return tree;
            }
        } catch (InvalidProof missing) {
            throw damaged(stored, missing);
        }
        throw damaged(stored, new InvalidProof("The tiles at its end do not lead to its root."));
    }

    private static LogRefused damaged(StoredLog stored, InvalidProof why) {
        return new LogRefused("The log %s was changed in the database: %s Run `counterfoil log verify`."
                .formatted(stored.origin(), why.getMessage()));
    }
}
