package io.counterfoil.domain.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.checkpoint.CheckpointFile;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.checkpoint.PublishedCheckpoints;
import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.Prover;
import io.counterfoil.domain.publiclog.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedLogDatabase.class)
class SequencerIT {

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    private static Path directory;

    private final LogDatabase database;

    SequencerIT(LogDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void empty() throws IOException {
        database.empty();
    }

    @Test
    void seals_and_publishes_what_waits_with_one_signature_for_a_batch() {
        database.issue(700);
        List<String> signed = new ArrayList<>();
        Sequencer sequencer = new Sequencer(
                LogDatabase.LOG,
                database.log(),
                database.transactions(),
                (log, text) -> {
                    signed.add(text);
                    return database.sign(log, text);
                },
                database.outside());

        assertThat(sequencer.run()).isEqualTo(700);

        assertThat(signed).hasSize(1);
        assertThat(database.log().publishedSize()).isEqualTo(700);
        assertThat(sequencer.run()).isZero();
        assertThat(signed).hasSize(1);
        assertGood(700);
    }

    @Test
    void goes_on_after_a_crash_between_sealing_and_publishing() {
        database.issue(5);
        assertThatThrownBy(() -> database.sequencer(crashing(true)).run()).isInstanceOf(Crash.class);
        assertThat(database.log().size()).isEqualTo(5);
        assertThat(database.log().published()).isEmpty();
        database.issue(5);
        assertThatThrownBy(() -> database.sequencer(crashing(false)).run()).isInstanceOf(Crash.class);
        assertThat(database.outside().last(database.log().origin()))
                .hasValue(database.log().checkpoint());

        assertThat(database.sequencer().run()).isZero();

        assertThat(database.log().publishedSize()).isEqualTo(10);
        assertGood(10);
    }

    @Test
    void leaves_no_gap_double_or_fork_when_64_write_and_sequencers_are_killed_at_random() throws Exception {
        int writers = 64;
        int each = 20;
        ConcurrentLinkedQueue<Checkpoint> published = new ConcurrentLinkedQueue<>();
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> sequencers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sequencers.add(threads.submit(() -> {
                while (writing.get()) {
                    try {
                        database.sequencer(dyingNowAndThen(published)).run();
                    } catch (Crash | DatabaseFailure killed) {
                        // as kill -9 does: the next one starts from what is in the database
                        Thread.yield();
                    }
                }
                return true;
            }));
        }
        Future<?> killer = threads.submit(() -> {
            while (writing.get()) {
                database.sql().all("""
                    SELECT pg_terminate_backend(pid) FROM pg_locks
                    WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND random() < 0.3\
                    """, row -> true);
            }
            return true;
        });
        List<Callable<Boolean>> writes = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            writes.add(() -> {
                for (int n = 0; n < each; n++) {
                    database.issue(1);
                }
                return true;
            });
        }
        for (Future<Boolean> write : threads.invokeAll(writes)) {
            write.get();
        }
        writing.set(false);
        for (Future<?> sequencer : sequencers) {
            sequencer.get();
        }
        killer.get();
        threads.shutdown();

        database.sequencer().run();

        assertGood((long) writers * each);
        StoredLog log = database.log();
        Prover prover = new Prover(log.size(), database.rows().tiles(log.id()));
        assertThat(published)
                .isNotEmpty()
                .allSatisfy(checkpoint -> prover.consistency(checkpoint.size()).verify(checkpoint.root(), log.root()));
    }

    @Test
    void keeps_the_order_when_the_clock_jumps_back() {
        UUID late = new UUID(0x7fff_0000_0000_7000L, 1);
        UUID early = new UUID(0x0001_0000_0000_7000L, 1);
        LogDatabase.issue(database.sql(), late);
        database.sequencer().run();
        LogDatabase.issue(database.sql(), early);
        database.sequencer().run();

        assertThat(index(late)).isZero();
        assertThat(index(early)).isOne();
        assertGood(2);
    }

    @Test
    void refuses_a_database_that_is_older_than_what_was_published() {
        database.issue(10);
        database.sequencer().run();
        database.dump();
        database.issue(10);
        database.sequencer().run();
        database.restore();
        String published = database.log().published().orElseThrow();

        database.issue(30);
        assertThatThrownBy(() -> database.sequencer().run())
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("holds 10 entries")
                .hasMessageContaining("has published 20");
        assertThatThrownBy(() -> database.sequencer().demandContinued()).isInstanceOf(LogRefused.class);

        assertThat(database.log().published()).hasValue(published);
        assertThat(database.log().size()).isEqualTo(10);
        assertThat(wrong().get(0)).contains("older than what was promised");
    }

    @Test
    void refuses_another_tree_of_the_same_size_or_a_larger_one() {
        database.issue(10);
        database.sequencer().run();
        database.dump();
        database.issue(10);
        database.sequencer().run();
        database.restore();
        // somebody without our record goes on from the old one
        database.issue(15);
        PublishedCheckpoints forgetful = new CheckpointFile(directory.resolve("elsewhere-" + UUID.randomUUID()));
        forgetful.remember(database.log().checkpoint(), Optional.empty());
        database.sequencer(forgetful).run();

        database.issue(1);
        assertThatThrownBy(() -> database.sequencer().run())
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("The first 20 entries");
        assertThat(database.log().size()).isEqualTo(25);
    }

    @Test
    void a_server_that_never_signed_refuses_too_where_an_older_database_was_restored() {
        PublishedCheckpoints own = new CheckpointFile(directory.resolve("of-another-server-" + UUID.randomUUID()));
        own.remember(Recorded.empty(database.log()), Optional.empty());
        Sequencer idle = database.sequencer(own);
        database.issue(10);
        database.sequencer().run();
        idle.rememberPublished();
        database.dump();
        database.issue(10);
        database.sequencer().run();
        idle.rememberPublished();
        idle.rememberPublished();
        assertThat(own.last(database.log().origin())).hasValue(database.log().checkpoint());
        database.restore();
        idle.rememberPublished();

        database.issue(30);

        assertThatThrownBy(idle::run).isInstanceOf(LogRefused.class).hasMessageContaining("has published 20");
        assertThat(database.log().size()).isEqualTo(10);
    }

    @Test
    void refuses_to_build_on_tiles_that_were_changed() {
        database.issue(10);
        database.sequencer().run();
        database.flip("level = 0", 5 * Hash.LENGTH);
        database.issue(1);
        assertThatThrownBy(() -> database.sequencer().run())
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("changed in the database");
    }

    @Test
    void refuses_to_build_on_a_bundle_that_was_cut_short() {
        database.issue(10);
        database.sequencer().run();
        database.sql().update("UPDATE domain.log_tile SET bytes = substr(bytes, 1, 100) WHERE level = -1");
        database.issue(1);
        assertThatThrownBy(() -> database.sequencer().run())
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("tile/entries/000 is missing or cut short");
    }

    /** By whoever can write rows, in a quiet moment: with nothing to seal, and what was published forgotten. */
    @Test
    void refuses_to_sign_a_root_that_the_tiles_do_not_lead_to() {
        database.issue(10);
        database.sequencer().run();
        database.sql().update("UPDATE domain.log SET root = sha256('x'), published = NULL");
        PublishedCheckpoints forgetful = new CheckpointFile(directory.resolve("of-nobody-" + UUID.randomUUID()));
        forgetful.remember(Recorded.empty(database.log()), Optional.empty());

        assertThatThrownBy(() -> database.sequencer(forgetful).run())
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("changed in the database");

        assertThat(database.log().published()).isEmpty();
        assertThat(forgetful.last(database.log().origin())).hasValue(Recorded.empty(database.log()));
    }

    /** Whether the database is an older one, nobody can tell then: neither what waits nor what others publish begins it anew. */
    @Test
    void refuses_to_seal_and_to_sign_where_the_record_was_lost() throws IOException {
        database.issue(10);
        database.sequencer().run();
        String published = database.published();
        Files.delete(database.record());

        database.issue(30);
        database.sequencer().rememberPublished();

        assertThat(database.record()).doesNotExist();
        assertThatThrownBy(() -> database.sequencer().run())
                .isInstanceOf(LogRefused.class)
                .hasMessageContaining("it was lost")
                .hasMessageContaining("counterfoil log begin-record");
        assertThatThrownBy(() -> database.sequencer().demandContinued()).isInstanceOf(LogRefused.class);
        assertThat(database.log().size()).isEqualTo(10);
        assertThat(database.published()).isEqualTo(published);
        assertThat(database.record()).doesNotExist();
    }

    @Test
    void stores_a_tile_that_has_grown_and_nothing_else_in_its_place() {
        database.issue(300);
        database.sequencer().run();
        byte[] full = tile(0);
        byte[] open = tile(1);
        byte[] otherwise = full.clone();
        otherwise[0] ^= 1;
        byte[] grown = Arrays.copyOf(open, open.length + Hash.LENGTH);
        byte[] grownOtherwise = grown.clone();
        grownOtherwise[0] ^= 1;

        assertRefused(0, full);
        assertRefused(0, otherwise);
        assertRefused(0, Arrays.copyOf(full, full.length - Hash.LENGTH));
        assertRefused(1, open);
        assertRefused(1, grownOtherwise);
        assertThat(tile(0)).isEqualTo(full);
        assertThat(tile(1)).isEqualTo(open);
        database.rows().store(database.id(), List.of(new LogRows.Stored(0, 1, grown)));
        assertThat(tile(1)).isEqualTo(grown);
    }

    private void assertRefused(long number, byte[] bytes) {
        List<LogRows.Stored> tiles = List.of(new LogRows.Stored(0, number, bytes));
        assertThatThrownBy(() -> database.rows().store(database.id(), tiles)).isInstanceOf(LogRefused.class);
    }

    private byte[] tile(long number) {
        return database.rows().bytes(database.id(), 0, number).orElseThrow();
    }

    private void assertGood(long size) {
        assertThat(wrong()).isEmpty();
        assertThat(database.log().size()).isEqualTo(size);
        assertThat(database.sql()
                        .all("SELECT leaf_index FROM domain.log_leaf ORDER BY leaf_index", row -> row.getLong(1)))
                .containsExactlyElementsOf(LongStream.range(0, size).boxed().toList());
    }

    private long index(UUID item) {
        return database.sql()
                .first("SELECT leaf_index FROM domain.log_leaf WHERE item_id = ?", row -> row.getLong(1), item)
                .orElseThrow();
    }

    /** Where a killed process would have got to. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Dies when it is to remember a checkpoint, before that or just after it. */
    private PublishedCheckpoints crashing(boolean before) {
        return new PublishedCheckpoints() {
            @Override
            public Optional<Checkpoint> last(String origin) {
                return database.outside().last(origin);
            }

            @Override
            public boolean remember(Checkpoint checkpoint, Optional<Checkpoint> compared) {
                if (!before) {
                    database.outside().remember(checkpoint, compared);
                }
                throw new Crash();
            }
        };
    }

    private PublishedCheckpoints dyingNowAndThen(ConcurrentLinkedQueue<Checkpoint> published) {
        PublishedCheckpoints file = database.outside();
        return new PublishedCheckpoints() {
            @Override
            public Optional<Checkpoint> last(String origin) {
                dieNowAndThen();
                return file.last(origin);
            }

            @Override
            public boolean remember(Checkpoint checkpoint, Optional<Checkpoint> compared) {
                dieNowAndThen();
                boolean first;
                synchronized (published) {
                    // one process has one file object; the lock between processes does not work within one
                    first = file.remember(checkpoint, compared);
                }
                if (first) {
                    published.add(checkpoint);
                }
                dieNowAndThen();
                return first;
            }
        };
    }

    private static void dieNowAndThen() {
        if (ThreadLocalRandom.current().nextInt(10) == 0) {
            throw new Crash();
        }
    }

    private List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        database.audit().run(new Findings(wrong::add));
        return wrong;
    }
}
