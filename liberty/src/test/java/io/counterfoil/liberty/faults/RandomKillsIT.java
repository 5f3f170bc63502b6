package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Share;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code kill -9} at random moments: of a server, which starts again behind the other one's back, or of PostgreSQL and all
 * its processes. Of each eight kills one is a server's, drawn at random: a server takes as long to start as PostgreSQL is
 * killed six times. {@code bench/crash-soak N} runs it longer.
 */
@ExtendWith(SharedCluster.class)
class RandomKillsIT {

    private static final Share KILLS = Share.of(20, Integer.getInteger("counterfoil.kills", 1_000));
    private static final int ROUND = 8;

    /** How often PostgreSQL is killed under a server that starts, before that is given the time to get up. */
    private static final int WHILE_STARTING = 5;

    private static final Duration LONGEST = Duration.ofMinutes(KILLS.count());

    private final Cluster cluster;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private CompletableFuture<?> starting = CompletableFuture.completedFuture(true);
    private int killedWhileStarting;

    RandomKillsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void whatever_is_killed_whenever_nothing_is_doubled_and_nothing_is_lost() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        int ofServers = 0;
        int ofPostgres = 0;
        int serversTurn = 0;
        try (Soak soak = new Soak(cluster)) {
            while (ofServers + ofPostgres < KILLS.count() && System.nanoTime() < deadline) {
                int turn = (ofServers + ofPostgres) % ROUND;
                if (turn == 0) {
                    serversTurn = random.nextInt(ROUND);
                }
                soak.awaitProgress(3);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
                if (turn == serversTurn) {
                    killServer();
                    ofServers++;
                } else {
                    killPostgres();
                    ofPostgres++;
                }
                if ((ofServers + ofPostgres) % 20 == 0) {
                    Figures.print(2, "%s of %s kills …", ofServers + ofPostgres, KILLS.count());
                }
            }
            starting.join();
            Soak.Tally tally = soak.settle();
            Figures.print(2, "kill -9 %s, %s of a server, %s of PostgreSQL%n%s", KILLS, ofServers, ofPostgres, tally);
            assertThat(ofServers + ofPostgres).isEqualTo(KILLS.count());
            assertThat(tally.clean()).as(tally.toString()).isTrue();
        }
        assertThat(ofServers).isPositive();
        assertThat(ofPostgres).isPositive();
    }

    /** Where both are up: one of them starts while the other one carries the load. */
    private void killServer() {
        starting.join();
        killedWhileStarting = 0;
        starting = cluster.killAndRestart(random.nextInt(cluster.size()));
    }

    private void killPostgres() {
        if (!starting.isDone() && killedWhileStarting++ == WHILE_STARTING) {
            starting.join();
        }
        cluster.postgres().kill();
        cluster.postgres().start();
    }
}
