package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.Share;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same key sent to two servers at once. */
@ExtendWith(SharedCluster.class)
class TwoServersIT {

    private static final Share KEYS = Share.of(200, 1_000);

    private final Cluster cluster;

    TwoServersIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void a_key_whose_request_is_in_flight_is_409_on_either_server() {
        LiveMerchant merchant = cluster.merchant();
        Api one = cluster.api(0, merchant.key());
        String key = Api.newKey();
        CompletableFuture<Api.Answer> paying = CompletableFuture.supplyAsync(() -> one.pay(key, "pm_delay_1500"));
        cluster.awaitInFlight(merchant);

        for (int server = 0; server < cluster.size(); server++) {
            Api.Answer refused = cluster.api(server, merchant.key()).pay(key, "pm_delay_1500");
            assertThat(refused.status()).as(refused.body()).isEqualTo(409);
            assertThat(refused.text("code")).isEqualTo("idempotency_in_flight");
            assertThat(refused.header("Retry-After")).isNotEmpty();
        }

        assertThat(paying.join().status()).isEqualTo(201);
        assertThat(one.pay(key, "pm_delay_1500").body()).isEqualTo(paying.join().body());
    }

    @Test
    void a_key_sent_to_both_at_once_is_charged_once() {
        LiveMerchant merchant = cluster.merchant();
        Api one = cluster.api(0, merchant.key());
        Api other = cluster.api(1, merchant.key());
        Set<String> payments = new HashSet<>();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Scraper scraper = new Scraper(one);
        try (scraper) {
            for (int i = 0; i < KEYS.count(); i++) {
                String key = Api.newKey();
                List<CompletableFuture<Api.Answer>> both = List.of(
                        CompletableFuture.supplyAsync(() -> one.pay(key, "pm_card_visa"), pool),
                        CompletableFuture.supplyAsync(() -> other.pay(key, "pm_card_visa"), pool));
                both.forEach(answer -> assertThat(answer.join().status()).isIn(201, 409));
                Api.Answer replay = one.pay(key, "pm_card_visa");
                assertThat(replay.body())
                        .isEqualTo(other.pay(key, "pm_card_visa").body());
                payments.add(replay.text("id"));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(payments).hasSize(KEYS.count());
        Scraper.Seen seen = scraper.seen();
        assertThat(seen.scrapes()).isGreaterThan(10);
        assertThat(seen.failed()).as(seen.toString()).isZero();
        assertThat(seen.series()).as(seen.toString()).isBetween(100L, 4_000L);
        assertThat(cluster.processor().charges())
                .containsKeys(payments.toArray(String[]::new))
                .allSatisfy((payment, times) -> assertThat(times).isEqualTo(1));
        Figures.print(5, "%s keys sent to two servers at once, %s charges; meanwhile %s", KEYS, payments.size(), seen);
    }
}
