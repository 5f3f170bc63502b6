package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that know of each other only through the database. */
class TwoServersIT {

    private static final int KEYS = Integer.getInteger("counterfoil.keys", 1_000);

    @TempDir
    Path directory;

    @Test
    void a_key_sent_to_both_at_once_is_charged_once() {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        Path home = directory.resolve("first");
        Database database = new Database(home);
        try (Processor processor = Processor.start(directory);
                CounterfoilProcess first =
                        processor.behind(Distribution.on(home), "PT8S").start();
                CounterfoilProcess second = processor
                        .behind(Distribution.on(directory.resolve("second")), "PT8S")
                        .with("COUNTERFOIL_DATABASE_URL", database.url())
                        .with(
                                "COUNTERFOIL_TRANSPARENCY_RECORD",
                                home.resolve("transparency/published-checkpoints")
                                        .toString())
                        .with("COUNTERFOIL_DATABASE_USER", "counterfoil")
                        .with("COUNTERFOIL_DATABASE_PASSWORD", database.password())
                        .with(
                                "COUNTERFOIL_ROOT_KEY_FILE",
                                home.resolve("keys/root.key").toString())
                        .start()) {
            LiveMerchant merchant = LiveMerchant.on(first);
            Api one = merchant.api(first);
            Api other = Api.ofDemoMerchant(first).with(merchant.key()).at(second);
            for (int i = 0; i < KEYS; i++) {
                String key = Api.newKey();
                List<CompletableFuture<Api.Answer>> both = List.of(
                        CompletableFuture.supplyAsync(() -> one.pay(key, "pm_card_visa"), pool),
                        CompletableFuture.supplyAsync(() -> other.pay(key, "pm_card_visa"), pool));
                both.forEach(answer -> assertThat(answer.join().status()).isIn(201, 409));
                assertThat(one.pay(key, "pm_card_visa").body())
                        .isEqualTo(other.pay(key, "pm_card_visa").body());
            }
            assertThat(processor.charges())
                    .hasSize(KEYS)
                    .allSatisfy((payment, times) -> assertThat(times).isEqualTo(1));
            System.out.printf(
                    "two servers: %s keys, %s charges%n",
                    KEYS, processor.charges().size());
        } finally {
            pool.shutdownNow();
        }
    }
}
