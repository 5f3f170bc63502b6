package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.CheckpointFile;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.checkpoint.PublishedCheckpoints;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import io.counterfoil.domain.merkletree.Prover;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.LogRows;
import io.counterfoil.domain.transparency.StoredLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Begins a record of published checkpoints that was lost for good, with what the database shows of each log: on an operator's
 * word that it is not older than what was published, which nobody can check any more.
 */
public final class LostRecord {

    private final Sql sql;
    private final Path record;
    private final PublishedCheckpoints outside;

    /**
     * A record to be begun.
     *
     * @param record its file
     */
    public LostRecord(DataSource database, Path record) {
        this.sql = new Sql(database);
        this.record = record;
        this.outside = new CheckpointFile(record);
    }

    /**
     * Writes a checkpoint of each log that the record doesn't know.
     *
     * @return what was written
     * @throws LogRefused when the database shows a checkpoint that its log has not signed, or does not hold; then of this log,
     *     and of those behind it, nothing is written
     */
    public List<Checkpoint> begin() {
        LogRows rows = new LogRows(sql);
        List<Checkpoint> written = new ArrayList<>();
        for (String name : sql.all("SELECT DISTINCT name FROM domain.log ORDER BY name", row -> row.getString(1))) {
            OwnKeys keys = new OwnKeys(record, name);
            for (StoredLog log : rows.all(name)) {
                if (outside.last(log.origin()).isEmpty()) {
                    Checkpoint shown = shown(rows, log, keys);
                    if (outside.remember(shown, Optional.empty())) {
                        written.add(shown);
                    }
                }
            }
        }
        return written;
    }

    private Checkpoint shown(LogRows rows, StoredLog log, OwnKeys keys) {
        if (log.published().isEmpty()) {
            return new Checkpoint(log.origin(), 0, Hash.EMPTY);
        }
        try {
            byte[] note = log.published().get().getBytes(StandardCharsets.UTF_8);
            Checkpoint shown = Checkpoint.parse(SignedNote.parse(note).open(keys.of(sql, log, new Findings(wrong -> {
                throw changed(log, wrong);
            }))));
            boolean held = shown.size() == log.publishedSize()
                    && new Prover(shown.size(), rows.tiles(log.id())).root().equals(shown.root());
            if (held) {
                return shown;
            }
        } catch (InvalidNote | InvalidProof wrong) {
            throw changed(log, String.valueOf(wrong.getMessage()));
        }
        throw changed(log, "Its entries are not those of the checkpoint that it shows.");
    }

    private static LogRefused changed(StoredLog log, String how) {
        return new LogRefused(
                "The log %s was changed in the database: %s Run `counterfoil log verify`; nothing was begun."
                        .formatted(log.origin(), how));
    }
}
