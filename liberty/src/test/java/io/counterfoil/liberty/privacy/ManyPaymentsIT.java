package io.counterfoil.liberty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One person with very many payments: how long a copy and an erasure take. */
@ExtendWith(PrivacyServer.class)
class ManyPaymentsIT {

    private static final Share PAYMENTS = Share.of(200, 10_000);
    private static final Duration COPY = Duration.ofSeconds(30);
    private static final Duration ERASURE = Duration.ofSeconds(5);

    private final PrivacyServer.Merchant merchant;

    ManyPaymentsIT(PrivacyServer.Running running) {
        this.merchant = running.another();
    }

    @Test
    void a_copy_takes_less_than_thirty_seconds_and_an_erasure_less_than_five() {
        String customer = merchant.customer("viktor@example.com", "Wachtel");
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Integer>> paid = IntStream.range(0, PAYMENTS.count())
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> merchant.pay(customer, "Wachtel-" + i, true).status(), clients))
                    .toList();
            assertThat(paid).allSatisfy(status -> assertThat(status.join()).isEqualTo(201));
        } finally {
            clients.shutdownNow();
        }
        Duration copy = took("access", customer);
        Duration erasure = took("erasure", customer);
        System.out.printf(
                Locale.ROOT,
                "privacy: %s payments of one person: copy %.1f s, erasure %.1f s%n",
                PAYMENTS,
                copy.toMillis() / 1000.0,
                erasure.toMillis() / 1000.0);
        assertThat(copy).isLessThan(COPY);
        assertThat(erasure).isLessThan(ERASURE);
    }

    /** From the call until the API says that it is done. */
    private Duration took(String type, String customer) {
        Instant asked = Instant.now();
        String path = "/v1/privacy/requests/" + merchant.request(type, customer).text("id");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> merchant.api().get(path).text("status").equals("completed"));
        return Duration.between(asked, Instant.now());
    }
}
