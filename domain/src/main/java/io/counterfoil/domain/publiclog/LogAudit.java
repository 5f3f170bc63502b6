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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Computes a whole log anew, from its first entry: that each entry is that of the item it was made for, that the tiles
 * follow from the entries, and that the tree is the one of every promise that is known.
 */
public final class LogAudit {

    private final DirectTransactions transactions;
    private final String log;
    private final LoggedItems items;
    private final PublishedCheckpoints outside;
    private final OwnKeys ownKeys;

    /**
     * An audit of the newest log of a name.
     *
     * @param items all that should be in the log
     * @param record the file of published checkpoints
     */
    public LogAudit(DataSource database, String log, LoggedItems items, Path record) {
        this.transactions = new DirectTransactions(database);
        this.log = log;
        this.items = items;
        this.outside = new CheckpointFile(record);
        this.ownKeys = new OwnKeys(record, log);
    }

    /**
     * What an audit found.
     *
     * @param size how many entries the log has
     * @param waiting how many items are on their way into the log
     */
    public record Report(String origin, long size, long waiting) {}

    /** The tree itself is wrong: ends the audit. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what);
        }
    }

    /**
     * Reads everything, each log in one snapshot; a server may go on meanwhile.
     *
     * @param findings takes a sentence for each thing that is wrong, with the index where there is one
     */
    public Report run(Findings findings) {
        List<StoredLog> logs = all(new LogRows(transactions.sql()));
        Report newest = audit(logs.get(0), true, findings);
        for (StoredLog earlier : logs.subList(1, logs.size())) {
            audit(
                    earlier,
                    false,
                    new Findings(
                            wrong -> findings.add("In the earlier log %s: %s".formatted(earlier.origin(), wrong))));
        }
        return newest;
    }

    private Report audit(StoredLog log, boolean newest, Findings findings) {
        return transactions.commit(sql -> {
            sql.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            LogRows rows = new LogRows(sql);
            StoredLog stored = rows.get(log.id());
            try {
                List<Checkpoint> promises = promises(stored, newest, findings, ownKeys.of(sql, stored, findings));
                recompute(sql, rows, stored, promises, findings);
                if (newest) {
                    items.leftOut(sql, findings);
                }
            } catch (Wrong | InvalidProof found) {
                findings.add(String.valueOf(found.getMessage()));
            }
            SurplusTiles.find(sql, stored, findings);
            return new Report(stored.origin(), stored.size(), newest ? waiting(sql) : 0);
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
            StoredLog stored = ofCheckpoint(rows, newer);
            List<String> wrong = new ArrayList<>();
            NoteVerifier[] keys = ownKeys.of(sql, stored, new Findings(wrong::add));
            try {
                Checkpoint first = open(keys, older);
                Checkpoint second = open(keys, newer);
                demandHeld(stored, second);
                demandConsistent(rows, stored.id(), first, second);
                demandConsistent(rows, stored.id(), second, stored.checkpoint());
                return wrong.stream().findFirst();
            } catch (Wrong | InvalidProof found) {
                return Optional.ofNullable(found.getMessage());
            }
        });
    }

    private static void demandHeld(StoredLog stored, Checkpoint promise) {
        if (promise.size() > stored.size()) {
            throw new Wrong("The database holds %s entries, but %s were published: it is older than what was promised."
                    .formatted(stored.size(), promise.size()));
        }
    }

    private static void demandConsistent(LogRows rows, int id, Checkpoint older, Checkpoint newer) {
        if (older.size() > newer.size()) {
            throw new Wrong(
                    "A checkpoint of %s entries is called older than one of %s.".formatted(older.size(), newer.size()));
        }
        new Prover(newer.size(), rows.tiles(id)).consistency(older.size()).verify(older.root(), newer.root());
    }

    /** Those that there ever were of this name, the newest first. */
    private List<StoredLog> all(LogRows rows) {
        List<StoredLog> all = rows.all(log);
        if (all.isEmpty()) {
            throw new LogRefused("There is no log " + log + ".");
        }
        return all;
    }

    /** The log that a checkpoint names on its first line; where it names none of ours, the newest will refuse it. */
    private StoredLog ofCheckpoint(LogRows rows, byte[] note) {
        List<StoredLog> all = all(rows);
        String text = new String(note, StandardCharsets.UTF_8);
        return all.stream()
                .filter(stored -> text.startsWith(stored.origin() + "\n"))
                .findFirst()
                .orElse(all.get(0));
    }

    private void recompute(Sql sql, LogRows rows, StoredLog stored, List<Checkpoint> promises, Findings findings) {
        promises.forEach(promise -> demandHeld(stored, promise));
        Places places = new Places(items, sql, stored, findings);
        Tree tree = Tree.EMPTY;
        while (tree.size() < stored.size()) {
            long number = tree.size() / Tile.WIDTH;
            int width = (int) Math.min(Tile.WIDTH, stored.size() - tree.size());
            List<byte[]> entries = entries(rows, stored, number, width, findings);
            for (int i = 0; i < width; i++) {
                places.check(tree.size() + i, entries.get(i));
            }
            List<Hash> hashes = entries.stream().map(Hash::leaf).toList();
            Tree before = tree;
            Tree.Growth growth = before.append(hashes);
            growth.tiles().stream().filter(tile -> tile.level() > 0).forEach(tile -> checkTile(rows, stored, tile));
            promises.forEach(promise -> checkPromise(before, hashes, promise));
            tree = growth.tree();
        }
        if (!tree.root().equals(stored.root())) {
            throw new Wrong("The root of the tree is not the one that the database names.");
        }
        places.checkEnd();
    }

    /** The entries of one bundle, whose hashes the tile above it must have too. */
    private static List<byte[]> entries(LogRows rows, StoredLog stored, long number, int width, Findings findings) {
        long first = number * Tile.WIDTH;
        List<byte[]> entries = read(rows, stored, TilePath.ENTRIES, number, EntryBundle::parse);
        List<Hash> tile = read(
                rows, stored, 0, number, bytes -> Tile.parse(0, number, bytes).hashes());
        for (int i = 0; i < width; i++) {
            if (i >= entries.size() || i >= tile.size()) {
                throw new Wrong("Entry %s is missing.".formatted(first + i));
            }
            if (!Hash.leaf(entries.get(i)).equals(tile.get(i))) {
                throw new Wrong(
                        "Entry %s was changed: its bytes do not have the hash that the tree has.".formatted(first + i));
            }
        }
        if (entries.size() > width) {
            findings.add("%s holds entries beyond the log's end, from %s on: it was added to."
                    .formatted(SurplusTiles.name(TilePath.ENTRIES, number), first + width));
        }
        return entries.subList(0, width);
    }

    /** What a row of log_tile holds for each of its entries; nothing where there is no such row. */
    private static <T> List<T> read(
            LogRows rows, StoredLog stored, int level, long number, Function<byte[], List<T>> parse) {
        try {
            return rows.bytes(stored.id(), level, number).map(parse).orElse(List.of());
        } catch (InvalidProof damaged) {
            long first = number * Tile.WIDTH;
            throw new Wrong("Entries %s to %s can't be read, since %s was changed: %s"
                    .formatted(
                            first,
                            first + Tile.WIDTH - 1,
                            new TilePath(level, number, Tile.WIDTH).text(),
                            damaged.getMessage()));
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

    /**
     * What was published: as it is remembered outside of the database, and as the database shows it to the world. An earlier
     * log was given up because it lacks what it had promised: what it has must still be what it was.
     */
    private List<Checkpoint> promises(StoredLog stored, boolean newest, Findings findings, NoteVerifier... keys) {
        List<Checkpoint> promises = new ArrayList<>(outside.last(stored.origin()).stream()
                .filter(promise -> newest || promise.size() <= stored.size())
                .toList());
        Optional<Checkpoint> shown = stored.published().map(note -> open(keys, note.getBytes(StandardCharsets.UTF_8)));
        long size = shown.map(Checkpoint::size).orElse(0L);
        if (size != stored.publishedSize()) {
            findings.add(
                    "The checkpoint that is shown to everyone covers %s entries, but %s were published: it was replaced."
                            .formatted(size, stored.publishedSize()));
        }
        shown.ifPresent(promises::add);
        return promises;
    }

    private static Checkpoint open(NoteVerifier[] keys, byte[] note) {
        try {
            return Checkpoint.parse(SignedNote.parse(note).open(keys));
        } catch (InvalidNote | InvalidProof unsigned) {
            throw new Wrong("A checkpoint is not this log's: " + unsigned.getMessage());
        }
    }

    private long waiting(Sql sql) {
        return sql.first("SELECT count(*) FROM domain.log_queue WHERE log = ?", row -> row.getLong(1), log)
                .orElseThrow();
    }
}
