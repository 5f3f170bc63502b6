package io.counterfoil.privacy.rotation;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.RootKey;
import io.counterfoil.privacy.epoch.EpochKeys;
import io.counterfoil.privacy.vault.Rewrapping;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/**
 * Rotations, a step at a time: each step is one transaction that wraps some keys anew and counts them, so that whatever
 * ends a server ends no more than a step. Servers share the work by the row's lock: one steps, the others pass on.
 */
@Singleton
final class Rotations {

    private static final int BATCH = 1_000;
    private static final int MOST_NAMED = 100;

    private static final String RUNNING = """
        SELECT id, kind, epoch, done FROM privacy_keys.rotation WHERE ended_at IS NULL
        FOR UPDATE SKIP LOCKED\
        """;

    private final Transactions transactions;
    private final EpochKeys epochs;
    private final Rewrapping keys;
    private final RootKey house;
    private final Beginnings beginnings;

    @Inject
    Rotations(Transactions transactions, EpochKeys epochs, Rewrapping keys, RootKey house, Beginnings beginnings) {
        this.transactions = transactions;
        this.epochs = epochs;
        this.keys = keys;
        this.house = house;
        this.beginnings = beginnings;
    }

    private record Running(UUID id, Rotation.Kind kind, int epoch, long done) {}

    /**
     * Begins one, in the running transaction.
     *
     * @throws Problem 409 while another is running
     */
    Rotation begin(Rotation.Kind kind) {
        return transactions.session(session -> {
            long running = session.createSelectionQuery(
                            "select count(*) from Rotation where endedAt is null", Long.class)
                    .getSingleResult();
            if (running > 0) {
                throw running();
            }
            boolean root = kind == Rotation.Kind.ROOT;
            Integer epoch = root ? null : epochs.begin().id();
            // the house's own key comes last
            long total = root ? epochs.count() + 1 : keys.begin();
            Rotation rotation = new Rotation(beginnings.id(), kind, epoch, total, beginnings.now());
            insert(session, rotation);
            return rotation;
        });
    }

    /** Of two that begin at once the later runs into index rotation_running. */
    private static void insert(StatelessSession session, Rotation rotation) {
        try {
            session.insert(rotation);
        } catch (RuntimeException failure) {
            throw DatabaseFailure.behind(failure)
                    .filter(DatabaseFailure::constraint)
                    .<RuntimeException>map(another -> running())
                    .orElse(failure);
        }
    }

    private static Problem running() {
        return Problem.conflict("rotation_running", "A rotation is running. Begin another when it has ended.");
    }

    /** Does the next step of the rotation that is running, if there is one and no other server is at it. */
    boolean step() {
        return transactions.commit(() -> {
            Optional<Running> running = transactions
                    .sql()
                    .first(
                            RUNNING,
                            row -> new Running(
                                    row.getObject(1, UUID.class),
                                    Rotation.Kind.of(row.getString(2)),
                                    row.getInt(3),
                                    row.getLong(4)));
            running.ifPresent(this::step);
            return running.isPresent();
        });
    }

    private void step(Running running) {
        int done = running.kind() == Rotation.Kind.ROOT
                ? root(running.done())
                : keys.step(transactions.sql(), epochs.find(running.epoch()).orElseThrow(), BATCH);
        if (done > 0) {
            transactions
                    .sql()
                    .update("UPDATE privacy_keys.rotation SET done = done + ? WHERE id = ?", done, running.id());
            return;
        }
        if (running.kind() == Rotation.Kind.EPOCH) {
            epochs.endBefore(running.epoch());
        }
        transactions
                .sql()
                .update("UPDATE privacy_keys.rotation SET ended_at = ? WHERE id = ?", beginnings.now(), running.id());
    }

    /** One key at a time: the root key may be far away. */
    private int root(long position) {
        long epochKeys = epochs.count();
        if (position > epochKeys) {
            return 0;
        }
        if (position == epochKeys) {
            house.rewrap();
        } else {
            epochs.rewrap(Math.toIntExact(position));
        }
        return 1;
    }

    /** Whose keys do not open, so that no rotation takes them along. */
    List<String> broken() {
        return keys.broken(MOST_NAMED);
    }

    Optional<Rotation> find(UUID id) {
        return transactions.session(session -> Optional.ofNullable(session.get(Rotation.class, id)));
    }

    List<Rotation> page(PageRequest page) {
        return transactions.session(session -> session.createSelectionQuery(
                        page.backwards()
                                ? "from Rotation where id > :cursor order by id"
                                : "from Rotation where id < :cursor order by id desc",
                        Rotation.class)
                .setParameter("cursor", page.cursor())
                .setMaxResults(page.rows())
                .getResultList());
    }
}
