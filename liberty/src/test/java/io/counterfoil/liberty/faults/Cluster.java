package io.counterfoil.liberty.faults;

import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ExternalPostgres;
import io.counterfoil.liberty.process.SmallDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * Two servers in production that know of each other only through their database, the database (of the oldest version that is
 * at hand: the other tests have the newest), and the processor that both charge at. Whatever a test breaks it mends.
 */
final class Cluster implements Closeable {

    static final String DATABASE = "counterfoil";

    /** How long a server waits for the processor. */
    private static final String TIMEOUT = "PT2S";

    /** One more than a breaker that tries again needs to close. */
    private static final int PAID_IN_A_ROW = 3;

    private final Path directory;
    private final Processor processor;
    private final ExternalPostgres postgres;
    private final Optional<SmallDisk> disk;
    private final List<CounterfoilProcess> servers = new CopyOnWriteArrayList<>();

    private Cluster(Path directory) throws IOException {
        this.directory = directory;
        this.processor = Processor.start(directory);
        this.postgres = ExternalPostgres.ofOldestVersion(directory.resolve("database"));
        this.disk = Boolean.getBoolean("counterfoil.real.disk") ? Optional.empty() : postgres.moveToSmallDisk();
    }

    static Cluster start(Path directory) throws IOException {
        Cluster cluster = new Cluster(directory);
        try {
            cluster.postgres.start();
            Files.writeString(directory.resolve("root.key"), Base64.getEncoder().encodeToString(new byte[32]));
            for (int i = 0; i < 2; i++) {
                cluster.servers.add(
                        cluster.server(directory.resolve("server-" + i)).launch());
            }
            cluster.servers.forEach(CounterfoilProcess::awaitReady);
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private Distribution server(Path home) {
        Distribution server = processor
                .behind(Distribution.on(home), TIMEOUT)
                .with("COUNTERFOIL_ROOT_KEY_FILE", directory.resolve("root.key").toString())
                .with(
                        "COUNTERFOIL_TRANSPARENCY_RECORD",
                        directory.resolve("published-checkpoints").toString())
                .with(
                        "COUNTERFOIL_PRIVACY_LEDGER",
                        directory.resolve("erasures").toString())
                .with("COUNTERFOIL_METRICS_OPEN", "true");
        postgres.settings(DATABASE).forEach(server::with);
        // tells the servers' connections apart
        return server.with(
                "COUNTERFOIL_DATABASE_URL", postgres.url(DATABASE) + "?ApplicationName=" + home.getFileName());
    }

    Processor processor() {
        return processor;
    }

    ExternalPostgres postgres() {
        return postgres;
    }

    /** The disk that the database has to itself; none where the system doesn't allow that. */
    Optional<SmallDisk> disk() {
        return disk;
    }

    Database database() {
        return Database.of(postgres, DATABASE);
    }

    /** A merchant of the test's own. */
    LiveMerchant merchant() {
        CounterfoilProcess whichCameFirst = servers.stream()
                .filter(server -> Files.exists(server.home().resolve("first-run.env")))
                .findFirst()
                .orElseThrow();
        return LiveMerchant.by(api(0, whichCameFirst.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN")));
    }

    /** The API of one of the servers, the first or the second. */
    Api api(int server, String secret) {
        return Api.of(servers.get(server), secret);
    }

    /** Waits until each server pays again and again: trouble with the processor opens the breaker for some seconds. */
    void awaitCalm() {
        LiveMerchant merchant = merchant();
        for (int server = 0; server < servers.size(); server++) {
            Api api = api(server, merchant.key());
            await("calm")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> IntStream.range(0, PAID_IN_A_ROW)
                            .allMatch(i -> api.pay("pm_card_visa").status() == 201));
        }
    }

    /** Waits until one payment of a merchant's is on its way to the processor. */
    void awaitInFlight(LiveMerchant merchant) {
        String inFlight = "SELECT count(*) FROM domain.payment WHERE status = 'processing' AND merchant_id = '%s'"
                .formatted(merchant.id());
        await("a payment on its way")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database().count(inFlight) == 1);
    }

    int size() {
        return servers.size();
    }

    /** {@code kill -9}, and a new start on the same home and ports that nobody waits for. */
    CompletableFuture<?> killAndRestart(int which) {
        CounterfoilProcess running = servers.get(which);
        running.kill();
        return CompletableFuture.runAsync(() -> {
            CounterfoilProcess fresh = server(running.home())
                    .with("COUNTERFOIL_HTTPS_PORT", Integer.toString(running.httpsPort()))
                    .with("COUNTERFOIL_HTTP_PORT", Integer.toString(running.httpPort()))
                    .launch();
            servers.set(which, fresh);
            fresh.awaitReady();
        });
    }

    @Override
    public void close() {
        servers.forEach(CounterfoilProcess::close);
        postgres.close();
        processor.close();
    }
}
