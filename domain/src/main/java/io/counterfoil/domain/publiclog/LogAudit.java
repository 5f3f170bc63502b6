package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.CheckpointFile;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.checkpoint.PublishedCheckpoints;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.merkletree.EntryBundle;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import io.counterfoil.domain.merkletree.Prover;
import io.counterfoil.domain.merkletree.Tile;
import io.counterfoil.domain.merkletree.TilePath;
import io.counterfoil.domain.merkletree.Tree;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.LogRows;
import io.counterfoil.domain.transparency.StoredLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Computes a whole log anew, from its first entry: that each entry is that of the item it was made for, that the tiles
 * follow from the entries, and that the tree is the one of every promise that is known.
 */
public final class LogAudit {

    private static final int FETCHED = 4096;

    private final DirectTransactions transactions;
    private final String log;
    private final String items;
    private final PublishedCheckpoints outside;

    /**
     * An audit of the newest log of a name.
     *
     * @param items a query for {@code merchant_id, item_id, entry} of all that should be in the log
     * @param record the file of published checkpoints
     */
    public LogAudit(DataSource database, String log, String items, Path record) {
        this.transactions = new DirectTransactions(database);
        this.log = log;
        this.items = items;
        this.outside = new CheckpointFile(record);
    }

    /**
     * What an audit found: nothing wrong, or the first thing that is.
     *
     * @param size how many entries were found good
     * @param waiting how many items are on their way into the log
     * @param wrong a sentence, with the index where there is one
     */
    public record Report(String origin, long size, long waiting, Optional<String> wrong) {}

    /** One item's place in the log; {@code original} is missing where the item is. */
    private record Leaf(UUID merchant, UUID item, long index, Optional<byte[]> original) {}

    /** Something is wrong: ends the audit. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what);
        }
    }

    /** Reads everything, in one snapshot; a server may go on meanwhile. */
    public Report run() {
        return transactions.commit(sql -> {
            sql.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            LogRows rows = new LogRows(sql);
            StoredLog stored = newest(rows);
            try {
                recompute(sql, rows, stored, promises(sql, stored));
                checkNothingIsLeftOut(sql);
                return new Report(stored.origin(), stored.size(), waiting(sql), Optional.empty());
            } catch (Wrong | InvalidProof found) {
                return new Report(
                        stored.origin(), stored.size(), waiting(sql), Optional.ofNullable(found.getMessage()));
            }
        });
    }

    /**
     * Whether two checkpoints that somebody saved contradict each other, or what the log is now.
     *
     * @param older a signed note as it was served, as is {@code newer}
     * @return why, if they do
     */
    public Optional<String> contradiction(byte[] older, byte[] newer) {
        return transactions.commit(sql -> {
            LogRows rows = new LogRows(sql);
            StoredLog stored = newest(rows);
            NoteVerifier[] keys = keys(sql, stored);
            try {
                Checkpoint first = open(keys, older);
                Checkpoint second = open(keys, newer);
                demandConsistent(rows, stored.id(), first, second);
                demandConsistent(rows, stored.id(), second, stored.checkpoint());
                return Optional.<String>empty();
            } catch (Wrong | InvalidProof found) {
                return Optional.ofNullable(found.getMessage());
            }
        });
    }

    private static void demandConsistent(LogRows rows, int id, Checkpoint older, Checkpoint newer) {
        if (older.size() > newer.size()) {
            throw new Wrong(
                    "A checkpoint of %s entries is called older than one of %s.".formatted(older.size(), newer.size()));
        }
        new Prover(newer.size(), rows.tiles(id)).consistency(older.size()).verify(older.root(), newer.root());
    }

    private StoredLog newest(LogRows rows) {
        return rows.newest(log).orElseThrow(() -> new LogRefused("There is no log " + log + "."));
    }

    private void recompute(Sql sql, LogRows rows, StoredLog stored, List<Checkpoint> promises) {
        promises.stream().filter(promise -> promise.size() > stored.size()).forEach(promise -> {
            throw new Wrong("The database holds %s entries, but %s were published: it is older than what was promised."
                    .formatted(stored.size(), promise.size()));
        });
        Iterator<Leaf> leaves = leaves(sql, stored);
        Tree tree = Tree.EMPTY;
        while (tree.size() < stored.size()) {
            long number = tree.size() / Tile.WIDTH;
            int width = (int) Math.min(Tile.WIDTH, stored.size() - tree.size());
            List<Hash> hashes = hashes(rows, stored, number, width);
            for (int i = 0; i < width; i++) {
                checkItem(leaves, tree.size() + i, hashes.get(i));
            }
            Tree before = tree;
            Tree.Growth growth = before.append(hashes);
            growth.tiles().stream().filter(tile -> tile.level() > 0).forEach(tile -> checkTile(rows, stored, tile));
            promises.forEach(promise -> checkPromise(before, hashes, promise));
            tree = growth.tree();
        }
        if (!tree.root().equals(stored.root())) {
            throw new Wrong("The root of the tree is not the one that the database names.");
        }
        if (leaves.hasNext()) {
            throw new Wrong("There is a place %s in the log, beyond its end."
                    .formatted(leaves.next().index()));
        }
    }

    /** The leaf hashes of one bundle, which the tile above it must have too. */
    private static List<Hash> hashes(LogRows rows, StoredLog stored, long number, int width) {
        long first = number * Tile.WIDTH;
        List<byte[]> entries = rows.bytes(stored.id(), TilePath.ENTRIES, number)
                .map(EntryBundle::parse)
                .orElse(List.of());
        List<Hash> tile = rows.bytes(stored.id(), 0, number)
                .map(bytes -> Tile.parse(0, number, bytes).hashes())
                .orElse(List.of());
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            if (i >= entries.size() || i >= tile.size()) {
                throw new Wrong("Entry %s is missing.".formatted(first + i));
            }
            Hash hash = Hash.leaf(entries.get(i));
            if (!hash.equals(tile.get(i))) {
                throw new Wrong(
                        "Entry %s was changed: its bytes do not have the hash that the tree has.".formatted(first + i));
            }
            hashes.add(hash);
        }
        return hashes;
    }

    private static void checkItem(Iterator<Leaf> leaves, long index, Hash hash) {
        if (!leaves.hasNext()) {
            throw new Wrong("Entry %s belongs to nothing: its row in log_leaf is gone.".formatted(index));
        }
        Leaf leaf = leaves.next();
        if (leaf.index() != index) {
            throw new Wrong(
                    "Entry %s belongs to nothing: the next row in log_leaf names %s.".formatted(index, leaf.index()));
        }
        byte[] original = leaf.original()
                .orElseThrow(() -> new Wrong("Entry %s was made for %s of merchant %s, which is gone."
                        .formatted(index, leaf.item(), leaf.merchant())));
        if (!Hash.leaf(original).equals(hash)) {
            throw new Wrong("Entry %s was made for %s of merchant %s, which has been changed since."
                    .formatted(index, leaf.item(), leaf.merchant()));
        }
    }

    private static void checkTile(LogRows rows, StoredLog stored, Tile tile) {
        byte[] bytes = rows.bytes(stored.id(), tile.level(), tile.index()).orElse(new byte[0]);
        byte[] expected = tile.bytes();
        int differs = Arrays.mismatch(expected, bytes);
        if (differs >= 0 && differs < expected.length) {
            long first = (tile.index() * Tile.WIDTH + differs / Hash.LENGTH) << (8 * tile.level());
            throw new Wrong("The entries from %s on are not those that %s covers: they, or it, were changed."
                    .formatted(first, tile.path().text()));
        }
    }

    /** The root that was published for a size, when that size is reached. */
    private static void checkPromise(Tree tree, List<Hash> next, Checkpoint promise) {
        if (promise.size() <= tree.size() || promise.size() > tree.size() + next.size()) {
            return;
        }
        int more = (int) (promise.size() - tree.size());
        if (!tree.append(next.subList(0, more)).tree().root().equals(promise.root())) {
            throw new Wrong("The first %s entries are not those that were published.".formatted(promise.size()));
        }
    }

    /** What was published: as it is remembered outside of the database, and as the database shows it to the world. */
    private List<Checkpoint> promises(Sql sql, StoredLog stored) {
        List<Checkpoint> promises =
                new ArrayList<>(outside.last(stored.origin()).stream().toList());
        stored.published()
                .ifPresent(note -> promises.add(open(keys(sql, stored), note.getBytes(StandardCharsets.UTF_8))));
        return promises;
    }

    private static NoteVerifier[] keys(Sql sql, StoredLog stored) {
        return sql.all(
                        "SELECT verifier FROM domain.log_key WHERE log_id = ?",
                        row -> NoteVerifier.parse(row.getString(1)),
                        stored.id())
                .toArray(NoteVerifier[]::new);
    }

    private static Checkpoint open(NoteVerifier[] keys, byte[] note) {
        try {
            return Checkpoint.parse(SignedNote.parse(note).open(keys));
        } catch (InvalidNote unsigned) {
            throw new Wrong("A checkpoint is not this log's: " + unsigned.getMessage());
        }
    }

    private void checkNothingIsLeftOut(Sql sql) {
        sql.first("""
                        SELECT item.merchant_id, item.item_id FROM (%s) AS item
                        WHERE NOT EXISTS (SELECT FROM domain.log_leaf AS leaf
                                          WHERE leaf.merchant_id = item.merchant_id AND leaf.item_id = item.item_id)
                          AND NOT EXISTS (SELECT FROM domain.log_queue AS queue
                                          WHERE queue.merchant_id = item.merchant_id AND queue.item_id = item.item_id)
                        LIMIT 1""".formatted(items), row -> "%s of merchant %s".formatted(row.getString(2), row.getString(1)))
                .ifPresent(item -> {
                    throw new Wrong(item + " is neither in the log nor on its way there.");
                });
    }

    private long waiting(Sql sql) {
        return sql.first("SELECT count(*) FROM domain.log_queue WHERE log = ?", row -> row.getLong(1), log)
                .orElseThrow();
    }

    /** All places in the log, in order, a few thousand at a time. */
    private Iterator<Leaf> leaves(Sql sql, StoredLog stored) {
        sql.update("""
                DECLARE leaves NO SCROLL CURSOR FOR
                SELECT leaf.merchant_id, leaf.item_id, leaf.leaf_index, item.entry
                FROM domain.log_leaf AS leaf
                LEFT JOIN (%s
                           UNION ALL
                           SELECT '00000000-0000-0000-0000-000000000000', id, sha256(convert_to(announcement, 'UTF8'))
                           FROM domain.log_key) AS item
                       ON item.merchant_id = leaf.merchant_id AND item.item_id = leaf.item_id
                WHERE leaf.log_id = %s
                ORDER BY leaf.leaf_index""".formatted(items, stored.id()));
        return new Fetched(sql);
    }

    private static final class Fetched implements Iterator<Leaf> {

        private final Sql sql;
        private Iterator<Leaf> batch = List.<Leaf>of().iterator();

        Fetched(Sql sql) {
            this.sql = sql;
        }

        @Override
        public boolean hasNext() {
            if (!batch.hasNext()) {
                batch = sql.all(
                                "FETCH " + FETCHED + " FROM leaves",
                                row -> new Leaf(
                                        row.getObject(1, UUID.class),
                                        row.getObject(2, UUID.class),
                                        row.getLong(3),
                                        Optional.ofNullable(row.getBytes(4))))
                        .iterator();
            }
            return batch.hasNext();
        }

        @Override
        public Leaf next() {
            return batch.next();
        }
    }
}
