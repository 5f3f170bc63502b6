package io.counterfoil.domain.witness;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.signednote.NoteSignature;
import io.counterfoil.domain.signednote.SignedNote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The cosignatures that are kept: the last one of each witness. */
public final class Cosignatures {

    /** Index log_cosignature_pkey. */
    private static final String NEWEST = """
        SELECT size, checkpoint, line FROM domain.log_cosignature
        WHERE log_id = ? AND line IS NOT NULL AND cosigned_at > now() - make_interval(days => ?)
        ORDER BY size DESC, witness\
        """;

    /** For so many days a witness speaks for proofs after its last word. One that is there is asked each hour at least. */
    private static final int SILENT = 1;

    private static final int EVER = 36_500;

    private final Sql sql;

    public Cosignatures(Sql sql) {
        this.sql = sql;
    }

    /** A checkpoint with the lines of all witnesses that have cosigned it, and of none later. */
    public record Cosigned(long size, SignedNote checkpoint) {}

    private record Kept(long size, String checkpoint, String line) {}

    /** The largest checkpoint that any witness has cosigned. */
    public Optional<Cosigned> newest(int log) {
        return newest(log, EVER);
    }

    /**
     * The same, of the witnesses that are still there: one that fell silent would have all proofs stand on an old checkpoint,
     * and on keys that have retired since.
     */
    public Optional<Cosigned> current(int log) {
        return newest(log, SILENT);
    }

    private Optional<Cosigned> newest(int log, int days) {
        List<Kept> kept =
                sql.all(NEWEST, row -> new Kept(row.getLong(1), row.getString(2), row.getString(3)), log, days);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        Kept first = kept.get(0);
        SignedNote note = SignedNote.parse(first.checkpoint().getBytes(StandardCharsets.UTF_8));
        for (Kept other : kept) {
            if (other.size() == first.size()) {
                note = note.with(NoteSignature.parse(other.line()));
            }
        }
        return Optional.of(new Cosigned(first.size(), note));
    }

    /** Takes the turn to ask a witness, unless somebody took it just now; gives the size that it has cosigned. */
    Optional<Long> takeTurn(int log, Witness witness, Duration pause) {
        return sql.first("""
            INSERT INTO domain.log_cosignature AS kept (log_id, witness, asked_at) VALUES (?, ?, now())
            ON CONFLICT (log_id, witness) DO UPDATE SET asked_at = now()
            WHERE kept.asked_at <= now() - make_interval(secs => ?)
            RETURNING size\
            """, row -> row.getLong(1), log, witness.key().text(), pause.toMillis() / 1000.0);
    }

    /** Keeps a cosignature, and when it came by our clock, unless a later one is there. */
    void keep(int log, Witness witness, long size, SignedNote checkpoint, NoteSignature line) {
        sql.update(
                """
                UPDATE domain.log_cosignature SET size = ?, checkpoint = ?, line = ?, cosigned_at = now()
                WHERE log_id = ? AND witness = ? AND size <= ?\
                """,
                size,
                checkpoint.toString(),
                line.line(),
                log,
                witness.key().text(),
                size);
    }
}
