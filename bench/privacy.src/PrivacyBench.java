package io.counterfoil.privacy.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.counterfoil.bench.Pooled;
import io.counterfoil.bench.Report;
import io.counterfoil.bench.Timings;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.secret.RootKeyPlace;
import io.counterfoil.domain.secret.RootKeys;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import io.counterfoil.privacy.epoch.Epoch;
import io.counterfoil.privacy.epoch.EpochKeys;
import jakarta.enterprise.inject.Instance;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What a seal costs with its key unwrapped each time, and how long a rotation takes over 100,000 people: on the classes and
 * the SQL that the server runs, with fsync on. The ratio compares a seal by the vault with AES-256-GCM alone.
 */
final class PrivacyBench {

    private static final UUID MERCHANT = new UUID(7, 7);
    private static final byte[] TEXT = new byte[256];
    private static final int PEOPLE = 100_000;
    private static final int BATCH = 1_000;

    /** In turns: seals and opens meet the same machine as their limit. */
    private static final int ROUNDS = 3;

    private final DirectTransactions direct;
    private final EpochKeys epochs;
    private final SubjectKeys keys;
    private final Rewrapping rewrapping;
    private final Vault vault;
    private final Report report = new Report("privacy");
    private final Report.Table measured = report.table("The vault", "what", "measured", "unit");

    private PrivacyBench(DataSource database) throws GeneralSecurityException {
        direct = new DirectTransactions(database);
        Transactions none = new Transactions(null, null, database);
        SecureRandom random = new SecureRandom();
        epochs = new EpochKeys(new RootKeys(places(), name -> Optional.empty()), none, direct, random, Instant::now);
        keys = new SubjectKeys(direct, none, epochs, random, Instant::now);
        rewrapping = new Rewrapping(none, epochs, Instant::now);
        vault = new Vault(keys);
        epochs.begin();
    }

    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        EmbeddedPostgres postgres = new EmbeddedPostgres(directory.resolve("postgres"), directory, 32, line -> {});
        Files.createDirectories(directory);
        postgres.start();
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(postgres.jdbcUrl() + "?prepareThreshold=1&reWriteBatchedInserts=true");
            source.setUser(postgres.user());
            source.setPassword(postgres.password());
            DataSource pooled = Pooled.of(source);
            Sql sql = new Sql(pooled);
            sql.update("CREATE SCHEMA privacy_keys");
            migrate(sql, "/io/counterfoil/privacy/epoch/V1__epoch_key.sql");
            migrate(sql, "/io/counterfoil/privacy/vault/V2__subject_key.sql");
            migrate(sql, "/io/counterfoil/privacy/vault/V72__broken_key.sql");
            new PrivacyBench(pooled).run();
        } finally {
            postgres.stop();
        }
    }

    private void run() throws Exception {
        Aead bare = new AesGcmJce(new byte[32]);
        byte[] place = new byte[100];
        Field field = new Field(MERCHANT, Optional.empty(), "payment.description", "pay_1");
        Sealed sealed = vault.seal(field, TEXT);
        double[][] rounds = new double[3][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            rounds[0][round] = perSecond(1, () -> bare.encrypt(TEXT, place));
            rounds[1][round] = perSecond(1, () -> vault.seal(field, TEXT));
            rounds[2][round] = perSecond(1, () -> vault.open(field, sealed));
        }
        double alone = Timings.median(rounds[0]);
        double seals = Timings.median(rounds[1]);
        double opens = Timings.median(rounds[2]);
        measured.row("AES-256-GCM of 256 bytes alone, 1 thread", alone, "/s");
        measured.row("seals by the vault, 1 thread", seals, "/s");
        measured.row("opens by the vault, 1 thread", opens, "/s");
        measured.row("seals by the vault, 2 threads", perSecond(2, () -> vault.seal(field, TEXT)), "/s");
        report.bar("256 bytes, 1 thread", "1/s", "AES-256-GCM alone", alone);
        report.bar("256 bytes, 1 thread", "1/s", "seal", seals);
        report.bar("256 bytes, 1 thread", "1/s", "open", opens);
        people();
        strangers();
        rotation();
        report.print(measured);
        report.finish("of seals by the vault to AES-256-GCM alone, 1 thread", seals / alone);
    }

    private void people() throws Exception {
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        inThreads(8, () -> {
            for (int person = next.getAndIncrement(); person < PEOPLE; person = next.getAndIncrement()) {
                keys.create(MERCHANT, person(person));
            }
        });
        measured.row("keys of people made, 8 connections", PEOPLE / seconds(start), "/s");
    }

    /** Each time another person, so that each key is read from the database first. */
    private void strangers() throws Exception {
        AtomicInteger next = new AtomicInteger();
        double rate = perSecond(8, () -> {
            UUID person = person(next.getAndIncrement() % PEOPLE);
            vault.seal(new Field(MERCHANT, Optional.of(person), "payment.description", "pay_1"), TEXT);
        });
        measured.row("seals for people whose key isn't at hand, 8 connections", rate, "/s");
    }

    private void rotation() {
        double seconds = Timings.median(IntStream.range(0, ROUNDS).mapToDouble(round -> rotate()).toArray());
        measured.row("rotation over 100,000 people", seconds, "s");
        measured.row("keys wrapped anew", (PEOPLE + 1) / seconds, "/s");
    }

    private double rotate() {
        Epoch target = epochs.begin();
        long start = System.nanoTime();
        int done = direct.commit(sql -> rewrapping.step(sql, target, BATCH));
        int all = done;
        while (done > 0) {
            done = direct.commit(sql -> rewrapping.step(sql, target, BATCH));
            all += done;
        }
        double seconds = seconds(start);
        if (all != PEOPLE + 1) {
            throw new IllegalStateException("rewrapped " + all);
        }
        return seconds;
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double perSecond(int threads, Work work) throws Exception {
        rate(threads, work, 1);
        return rate(threads, work, 3);
    }

    private static double rate(int threads, Work work, int seconds) throws Exception {
        AtomicInteger done = new AtomicInteger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        inThreads(threads, () -> {
            int own = 0;
            while (System.nanoTime() < end) {
                work.run();
                own++;
            }
            done.addAndGet(own);
        });
        return (double) done.get() / seconds;
    }

    private static void inThreads(int number, Work work) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static UUID person(int number) {
        return new UUID(0x0190_0000_0000_7000L, number + 1);
    }

    private static void migrate(Sql sql, String file) throws Exception {
        try (InputStream text = PrivacyBench.class.getResourceAsStream(file)) {
            for (String statement : new String(text.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\n")) {
                if (!statement.isBlank()) {
                    sql.update(statement);
                }
            }
        }
    }

    /** A root key in memory: rotation asks it once. */
    @SuppressWarnings("unchecked")
    private static Instance<RootKeyPlace> places() throws GeneralSecurityException {
        AesGcmJce root = new AesGcmJce(new byte[32]);
        RootKeyPlace place = new RootKeyPlace() {
            @Override
            public String kind() {
                return "file";
            }

            @Override
            public void prepare() {}

            @Override
            public String current() {
                return "bench";
            }

            @Override
            public byte[] wrap(byte[] key, byte[] context) {
                try {
                    return root.encrypt(key, context);
                } catch (GeneralSecurityException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }

            @Override
            public byte[] unwrap(String name, byte[] wrapped, byte[] context) {
                try {
                    return root.decrypt(wrapped, context);
                } catch (GeneralSecurityException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        };
        return (Instance<RootKeyPlace>) Proxy.newProxyInstance(
                PrivacyBench.class.getClassLoader(), new Class<?>[] {Instance.class}, (self, call, none) -> {
                    if (call.getName().equals("stream")) {
                        return Stream.of(place);
                    }
                    throw new UnsupportedOperationException(call.getName());
                });
    }
}
