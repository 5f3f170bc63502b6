package io.counterfoil.monitoring.anomaly;

/** What a share of few is worth. */
public final class Share {

    private static final double Z = 1.96;

    private Share() {}

    /** The lower end of Wilson's interval, at 95 %. */
    public static double wilsonLower(double part, double whole) {
        double rate = part / whole;
        double z = Z * Z / whole;
        double margin = Z * Math.sqrt((rate * (1 - rate) + z / 4) / whole);
        return Math.max(0, (rate + z / 2 - margin) / (1 + z));
    }
}
