package io.counterfoil.domain.transparency;

import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.merkletree.EntryBundle;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import io.counterfoil.domain.merkletree.Tile;
import io.counterfoil.domain.merkletree.TilePath;
import io.counterfoil.domain.merkletree.TileReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The rows that make up logs, within whatever transaction the SQL is in. */
public final class LogRows {

    private static final String COLUMNS = "id, origin, size, root, published, published_size";

    private final Sql sql;

    public LogRows(Sql sql) {
        this.sql = sql;
    }

    /** Something that waits for its place. */
    record Waiting(UUID merchant, UUID item, byte[] entry) {}

    /** The newest log of a name; a table of a few rows. */
    public Optional<StoredLog> newest(String name) {
        return sql.first(
                "SELECT " + COLUMNS + " FROM domain.log WHERE name = ? ORDER BY id DESC LIMIT 1", LogRows::log, name);
    }

    /** All logs that there ever were of a name, newest first; a table of a few rows. */
    public List<StoredLog> all(String name) {
        return sql.all("SELECT " + COLUMNS + " FROM domain.log WHERE name = ? ORDER BY id DESC", LogRows::log, name);
    }

    /** Index log_origin_key. */
    Optional<StoredLog> ofOrigin(String name, String origin) {
        return sql.first(
                "SELECT " + COLUMNS + " FROM domain.log WHERE origin = ? AND name = ?", LogRows::log, origin, name);
    }

    /** Index log_pkey. */
    public StoredLog get(int id) {
        return sql.first("SELECT " + COLUMNS + " FROM domain.log WHERE id = ?", LogRows::log, id)
                .orElseThrow();
    }

    StoredLog begin(String name, String origin) {
        return sql.first(
                        "INSERT INTO domain.log (name, origin, root) VALUES (?, ?, ?) RETURNING " + COLUMNS,
                        LogRows::log,
                        name,
                        origin,
                        Hash.EMPTY.bytes())
                .orElseThrow();
    }

    /** Whether this transaction alone may extend the log, until it ends; it never waits for another. */
    boolean lock(int id) {
        return sql.first(
                        "SELECT pg_try_advisory_xact_lock(hashtext('counterfoil log'), ?)",
                        row -> row.getBoolean(1),
                        id)
                .orElseThrow();
    }

    /** Waits until nobody else changes the log, and holds it until the transaction ends. Index log_pkey. */
    void hold(int id) {
        sql.all("SELECT id FROM domain.log WHERE id = ? FOR NO KEY UPDATE", row -> row.getInt(1), id);
    }

    /**
     * Takes what waits, in no order: the table is read from its start, which is as long as what waits. Nobody else deletes
     * or changes a row, so the addresses hold.
     */
    List<Waiting> take(String name, int most) {
        return sql.all(
                """
                DELETE FROM domain.log_queue
                WHERE ctid = ANY (ARRAY (SELECT ctid FROM domain.log_queue WHERE log = ? LIMIT ?))
                RETURNING merchant_id, item_id, entry\
                """,
                row -> new Waiting(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getBytes(3)),
                name,
                most);
    }

    /** Writes down where each item stands, the first of them at an index. */
    void place(int id, long first, List<Waiting> items) {
        sql.update(
                """
                INSERT INTO domain.log_leaf (merchant_id, item_id, log_id, leaf_index)
                SELECT merchant_id, item_id, ?, leaf_index
                FROM unnest(?::uuid[], ?::uuid[], ?::bigint[]) AS leaf (merchant_id, item_id, leaf_index)\
                """,
                id,
                Sql.texts(items, Waiting::merchant),
                Sql.texts(items, Waiting::item),
                IntStream.range(0, items.size()).mapToLong(i -> first + i).toArray());
    }

    /**
     * Stores what is new or has grown. Index log_tile_pkey.
     *
     * @throws LogRefused when one of them has all this already, or begins otherwise: a tile only grows, and a full one
     *     never changes
     */
    void store(int id, List<Stored> tiles) {
        int stored = sql.update(
                """
                INSERT INTO domain.log_tile AS tile (log_id, level, number, bytes)
                SELECT ?, level, number, bytes
                FROM unnest(?::integer[], ?::bigint[], ?::bytea[]) AS grown (level, number, bytes)
                ON CONFLICT (log_id, level, number) DO UPDATE
                SET bytes = excluded.bytes
                WHERE octet_length(tile.bytes) < octet_length(excluded.bytes)
                  AND tile.bytes = substr(excluded.bytes, 1, octet_length(tile.bytes))\
                """,
                id,
                tiles.stream().mapToInt(Stored::level).toArray(),
                tiles.stream().mapToLong(Stored::number).toArray(),
                tiles.stream().map(Stored::bytes).toArray(byte[][]::new));
        if (stored != tiles.size()) {
            throw new LogRefused("The database holds tiles of the log beyond its end, or other ones than the log has."
                    + " Run `counterfoil log verify`, which names them.");
        }
    }

    /** A tile, or a bundle of entries. */
    record Stored(int level, long number, byte[] bytes) {}

    void extend(StoredLog from, long size, Hash root) {
        int extended = sql.update(
                "UPDATE domain.log SET size = ?, root = ? WHERE id = ? AND size = ?",
                size,
                root.bytes(),
                from.id(),
                from.size());
        if (extended != 1) {
            throw new LogRefused("The log was extended by somebody who does not hold its lock.");
        }
    }

    void publish(int id, long size, String note) {
        sql.update(
                "UPDATE domain.log SET published = ?, published_size = ? WHERE id = ? AND published_size <= ?",
                note,
                size,
                id,
                size);
    }

    /** Index log_tile_pkey. */
    public Optional<byte[]> bytes(int id, int level, long number) {
        return sql.first(
                "SELECT bytes FROM domain.log_tile WHERE log_id = ? AND level = ? AND number = ?",
                row -> row.getBytes(1),
                id,
                level,
                number);
    }

    /** The tiles of a log; they fail with {@link InvalidProof} where the database has not what the log must have. */
    public TileReader tiles(int id) {
        return (level, number, width) -> {
            Tile tile = read(id, level, number, bytes -> Tile.parse(level, number, bytes));
            if (tile.hashes().size() < width) {
                throw missing(level, number);
            }
            return tile;
        };
    }

    /** The entries of the bundle that the next one goes into. */
    List<byte[]> openBundle(StoredLog log) {
        int width = (int) (log.size() % Tile.WIDTH);
        long number = log.size() / Tile.WIDTH;
        if (width == 0) {
            return List.of();
        }
        List<byte[]> entries = read(log.id(), TilePath.ENTRIES, number, EntryBundle::parse);
        if (entries.size() != width) {
            throw missing(TilePath.ENTRIES, number);
        }
        return entries;
    }

    private <T> T read(int id, int level, long number, Function<byte[], T> parse) {
        byte[] bytes = bytes(id, level, number).orElseThrow(() -> missing(level, number));
        try {
            return parse.apply(bytes);
        } catch (InvalidProof damaged) {
            throw missing(level, number);
        }
    }

    private static InvalidProof missing(int level, long number) {
        return new InvalidProof(new TilePath(level, number, Tile.WIDTH).text() + " is missing or cut short.");
    }

    private static StoredLog log(ResultSet row) throws SQLException {
        String origin = row.getString(2);
        byte[] root = row.getBytes(4);
        if (root.length != Hash.LENGTH) {
            throw new LogRefused(("The root of the log %s in the table domain.log was changed: it is no hash. Restore a"
                            + " database that was not changed (docs/receipts.md, \"When the log refuses\").")
                    .formatted(origin));
        }
        return new StoredLog(
                row.getInt(1),
                origin,
                row.getLong(3),
                Hash.of(root),
                Optional.ofNullable(row.getString(5)),
                row.getLong(6));
    }
}
