package io.counterfoil.monitoring.anomaly;

/**
 * Lets one detection through and then none for a while: what goes on is the same anomaly. How long it is still closed, in
 * points, is part of the state of whatever it guards.
 */
final class Gate {

    static final double USUAL_THRESHOLD = 1.1;

    private static final int REFRACTORY = 50;

    private final double threshold;
    private int closed;

    Gate(double threshold) {
        this.threshold = threshold;
    }

    int closed() {
        return closed;
    }

    void closeFor(int points) {
        closed = points;
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
