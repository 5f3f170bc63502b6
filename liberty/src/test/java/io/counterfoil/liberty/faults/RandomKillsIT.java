package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench/crash-soak N} runs it longer. */
class RandomKillsIT {

    private static final int KILLS = Integer.getInteger("counterfoil.kills", 20);
    private static final Duration LONGEST = Duration.ofSeconds(Long.getLong("counterfoil.kills.seconds", 300));

    @TempDir
    Path directory;

    @Test
    void whatever_is_killed_whenever_nothing_is_doubled_and_nothing_is_lost() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        int ran = 0;
        try (Soak soak = new Soak(directory)) {
            while (ran < KILLS && System.nanoTime() < deadline) {
                soak.kill();
                ran++;
            }
            Soak.Tally tally = soak.settle();
            System.out.printf("kill -9: ran %s of %s%n%s%n", ran, KILLS, tally);
            assertThat(tally.payments()).isPositive();
            assertThat(tally.duplicates()).isZero();
            assertThat(tally.lost()).isZero();
            assertThat(tally.unknown()).isZero();
            assertThat(tally.events()).isEqualTo(tally.charges());
        }
        assertThat(ran).isPositive();
    }
}
