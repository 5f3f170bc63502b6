package io.counterfoil.bench;

/**
 * Rounds of work until it gets no faster: a JVM that has just started compiles for a minute or two. Its compiler has threads of
 * its own, which come to little where all processors are busy with requests: work that leaves some of them idle is over sooner.
 */
public final class WarmUp {

    private static final int MOST_ROUNDS = 12;
    private static final double GETS_FASTER = 1.05;

    private WarmUp() {}

    /** One round of work, and how much it did a second. */
    @FunctionalInterface
    public interface Round {
        double perSecond() throws Exception;
    }

    /** Warms up, and says how fast it is. */
    public static void with(String what, Round work) throws Exception {
        double before = 0;
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            double rate = work.perSecond();
            System.out.printf("warming up, %s: %.0f/s …%n", what, rate);
            if (rate < GETS_FASTER * before) {
                return;
            }
            before = rate;
        }
    }
}
