package io.counterfoil.domain.witness;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.Prover;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.domain.transparency.LogRows;
import io.counterfoil.domain.transparency.StoredLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One witness of one log: shows it what was published, and keeps what it says. */
final class Watch {

    /** A log that does not grow is shown again after this time, so that its newest cosignature is never an old one. */
    private static final Duration STALE = Duration.ofHours(1);

    private final Sql sql;
    private final WitnessClient client;
    private final Witness witness;
    private final int log;
    private final Duration pause;

    Watch(Sql sql, WitnessClient client, Witness witness, int log, Duration pause) {
        this.sql = sql;
        this.client = client;
        this.witness = witness;
        this.log = log;
        this.pause = pause;
    }

    /** Asks for a cosignature of the newest checkpoint; empty where there is nothing to ask, or another server just does. */
    Optional<WitnessAnswer> round() {
        StoredLog stored = new LogRows(sql).get(log);
        if (stored.published().isEmpty() || upToDate(stored)) {
            return Optional.empty();
        }
        SignedNote note = SignedNote.parse(stored.published().get().getBytes(StandardCharsets.UTF_8));
        Cosignatures kept = new Cosignatures(sql);
        return kept.takeTurn(log, witness, pause).map(cosigned -> {
            WitnessAnswer answer = ask(stored, Math.min(cosigned, stored.publishedSize()), note);
            if (answer instanceof WitnessAnswer.Elsewhere elsewhere) {
                answer = from(elsewhere.size(), stored, note);
            }
            if (answer instanceof WitnessAnswer.Cosigned agreed) {
                kept.keep(log, witness, stored.publishedSize(), note, agreed.line());
            }
            return answer;
        });
    }

    /** Asks again from where the witness is; it can't be beyond what was published, unless that is another log's future. */
    private WitnessAnswer from(long size, StoredLog stored, SignedNote note) {
        if (size <= stored.publishedSize()) {
            return ask(stored, size, note);
        }
        return size <= new LogRows(sql).get(log).publishedSize()
                ? new WitnessAnswer.Elsewhere(size)
                : new WitnessAnswer.Contradicted(409);
    }

    private boolean upToDate(StoredLog stored) {
        return sql.first(
                        """
                        SELECT size >= ? AND asked_at > now() - make_interval(secs => ?) FROM domain.log_cosignature
                        WHERE log_id = ? AND witness = ?\
                        """,
                        row -> row.getBoolean(1),
                        stored.publishedSize(),
                        (double) STALE.toSeconds(),
                        log,
                        witness.key().text())
                .orElse(false);
    }

    private WitnessAnswer ask(StoredLog stored, long oldSize, SignedNote note) {
        Prover prover = new Prover(stored.publishedSize(), new LogRows(sql).tiles(log));
        List<Hash> proof = prover.consistency(oldSize).path();
        return client.ask(witness, oldSize, proof, note);
    }
}
