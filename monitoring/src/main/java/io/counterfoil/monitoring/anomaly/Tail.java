package io.counterfoil.monitoring.anomaly;

/** How likely counts are that differ from what is usual. */
final class Tail {

    /** How much counts of people vary beyond chance: the size of the negative binomial. */
    private static final double SIZE = 8;

    private Tail() {}

    /** The chance of so many or more under a negative binomial of this mean; nearly Poisson where the mean is low. */
    static double atLeast(double count, double mean) {
        return count <= mean ? 1 : Math.max(0, 1 - below(count, mean));
    }

    /** The chance of so few or fewer. */
    static double atMost(double count, double mean) {
        return count >= mean ? 1 : below(count + 1, mean);
    }

    private static double below(double count, double mean) {
        double usual = Math.max(mean, 0.01);
        double success = SIZE / (SIZE + usual);
        double probability = Math.exp(SIZE * Math.log(success));
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += probability;
            if (probability < 1e-16 && k > usual) {
                break;
            }
            probability *= (k + SIZE) / (k + 1) * (1 - success);
        }
        return Math.min(1, sum);
    }
}
