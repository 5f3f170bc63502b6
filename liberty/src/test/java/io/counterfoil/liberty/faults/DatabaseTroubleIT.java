package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.SmallDisk;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A database in trouble under load: clients are told 503 and to try again, service goes on by itself once the cause is gone,
 * and nothing is doubled.
 */
@ExtendWith(SharedCluster.class)
class DatabaseTroubleIT {

    private static final String CUT = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE usename = 'counterfoil' AND pid <> pg_backend_pid()\
        """;

    private final Cluster cluster;

    DatabaseTroubleIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void connections_are_cut_again_and_again() throws InterruptedException {
        try (Soak soak = new Soak(cluster)) {
            long cut = 0;
            for (int i = 0; i < 5; i++) {
                soak.awaitProgress(3);
                cut += cluster.database().count(CUT);
            }
            soak.awaitProgress(3);
            clean("connections cut", cut + " connections", soak);
        }
    }

    @Test
    void postgresql_is_restarted() throws InterruptedException {
        try (Soak soak = new Soak(cluster)) {
            for (int i = 0; i < 2; i++) {
                soak.awaitProgress(3);
                cluster.postgres().stop();
                soak.awaitRefusals(1);
                cluster.postgres().start();
            }
            soak.awaitProgress(3);
            clean("PostgreSQL restarted", "twice", soak);
        }
    }

    /** Long before the lease of a minute has run out, for which others would wait. */
    @Test
    void a_payment_whose_end_could_not_be_stored_is_taken_up_within_seconds() {
        LiveMerchant merchant = cluster.merchant();
        Api api = cluster.api(0, merchant.key());
        String key = Api.newKey();
        CompletableFuture<Api.Answer> paying = CompletableFuture.supplyAsync(() -> api.pay(key, "pm_delay_1500"));
        cluster.awaitInFlight(merchant);
        cluster.postgres().stop();
        assertThat(paying.join().status()).isEqualTo(503);
        cluster.postgres().start();
        long began = System.nanoTime();
        Api.Answer paid = await().atMost(Duration.ofSeconds(45))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> api.pay(key, "pm_delay_1500"), answer -> answer.status() == 201);
        assertThat(cluster.processor().charges(paid.text("id"))).isEqualTo(1);
        Figures.print(
                3,
                "an end that could not be stored was %s ms after the database was back",
                (System.nanoTime() - began) / 1_000_000);
    }

    @Test
    void its_disk_is_full() throws InterruptedException {
        assumeTrue(cluster.disk().isPresent(), "this system lets nobody mount a small disk: skipped");
        SmallDisk disk = cluster.disk().orElseThrow();
        try (Soak soak = new Soak(cluster)) {
            soak.awaitProgress(3);
            disk.fill();
            try {
                soak.awaitRefusals(20);
            } finally {
                disk.empty();
            }
            // PostgreSQL itself gives up where not even its log can be written; whoever looks after it starts it again
            if (!cluster.postgres().runs()) {
                cluster.postgres().start();
            }
            soak.awaitProgress(3);
            clean("disk of the database full", "once", soak);
        }
    }

    private void clean(String trouble, String howOften, Soak soak) throws InterruptedException {
        Soak.Tally tally = soak.settle();
        Figures.print(3, "%s, %s, clients told 503 %s times: %s", trouble, howOften, soak.unavailable(), tally);
        assertThat(soak.astray()).as(trouble).isEmpty();
        assertThat(tally.clean()).as(tally.toString()).isTrue();
        cluster.awaitCalm();
    }
}
