package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.merkletree.Tile;
import io.counterfoil.domain.merkletree.TilePath;
import io.counterfoil.domain.transparency.StoredLog;

/**
 * Rows of log_tile that hold more than a log of its size has. Nothing that was published leads to what is in them, so
 * computing the log anew does not come across it; but no server seals on top of it.
 */
final class SurplusTiles {

    /**
     * Index log_tile_pkey. How long a bundle of entries is to be is not known before it is read. A row may hold any number:
     * only one that this log has is multiplied.
     */
    private static final String QUERY = """
        SELECT level, number, beyond
        FROM (SELECT level, number, bytes, hashes,
                     level NOT BETWEEN -1 AND 7 OR hashes = 0 OR number NOT BETWEEN 0 AND (hashes - 1) / 256 AS beyond
              FROM (SELECT level, number, bytes, ?::bigint >> 8 * greatest(level, 0) AS hashes
                    FROM domain.log_tile WHERE log_id = ?) AS tile) AS tile
        WHERE CASE WHEN beyond THEN true
                   WHEN level = -1 THEN false
                   ELSE octet_length(bytes) > 32 * least(256, hashes - 256 * number) END
        ORDER BY level, number\
        """;

    private SurplusTiles() {}

    /** Names each. In a transaction. */
    static void find(Sql sql, StoredLog log, Findings findings) {
        record Row(int level, long number, boolean beyond) {}
        sql.cursor(
                        "surplus",
                        QUERY,
                        row -> new Row(row.getInt(1), row.getLong(2), row.getBoolean(3)),
                        log.size(),
                        log.id())
                .forEachSome(rows -> rows.forEach(row -> findings.add(name(row.level(), row.number())
                        + (row.beyond()
                                ? " lies beyond the log's end: its row in log_tile was added."
                                : " holds more than the log has: it was added to."))));
    }

    static String name(int level, long number) {
        try {
            return new TilePath(level, number, Tile.WIDTH).text();
        } catch (IllegalArgumentException noTile) {
            return "Tile " + number + " of level " + level;
        }
    }
}
