package io.counterfoil.monitoring.anomaly;

/** Lets one detection through and then none for a while: what goes on is the same anomaly. */
final class Gate {

    static final double USUAL_THRESHOLD = 1.1;

    private static final int REFRACTORY = 50;

    private final double threshold;
    private int closed;

    Gate(double threshold) {
        this.threshold = threshold;
    }

    /** Whether this score is a detection; to be asked once for each point. */
    boolean opens(double score) {
        if (closed > 0) {
            closed--;
            return false;
        }
        if (score < threshold) {
            return false;
        }
        closed = REFRACTORY;
        return true;
    }
}
