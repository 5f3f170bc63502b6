package io.counterfoil.monitoring.anomaly;

import java.nio.ByteBuffer;

/**
 * How new the latest stretch of a series is. The stretch is compared with every earlier one (least sum of absolute
 * differences, the "left discord" of a matrix profile), and that distance with what distances have been so far: 0 is usual,
 * 1 as new as anything within living memory, whatever the scale of the series or the shape of its days.
 *
 * <p>It knows no future and no labels, keeps 8 KB, and takes some twenty microseconds a point. Scored on the Numenta Anomaly
 * Benchmark by {@code BenchmarkTest}; docs/adr/0028-anomaly-detector.md has the figures and what lost.
 */
final class Surprise {

    /** Points of a stretch. */
    static final int STRETCH = 20;

    /** Points that are remembered. */
    static final int MEMORY = 2_000;

    private static final int FIRST_DISTANCE = 2 * STRETCH + 50;
    private static final int FIRST_SCORE = 100;

    /** How slowly the greatest distance so far is forgotten: half of it in 700 points. */
    private static final double KEPT = 0.999;

    /** How fast the usual distance follows: over some fifty points. */
    private static final double FOLLOWED = 0.02;

    private static final double GREATEST = 10;

    private final float[] ring = new float[MEMORY + 2 * STRETCH];
    private long points;
    private double greatest;
    private double usual;

    /** Takes the next point and tells how new the stretch is that it ends: 0 to 10. */
    double of(double value) {
        ring[(int) (points % ring.length)] = (float) value;
        double distance = points >= FIRST_DISTANCE ? nearest() : 0;
        double score = points > FIRST_SCORE && greatest > usual
                ? Math.min(GREATEST, Math.max(0, (distance - usual) / (greatest - usual + 1e-9)))
                : 0;
        greatest = Math.max(usual + (greatest - usual) * KEPT, distance);
        usual = usual == 0 ? distance : usual + FOLLOWED * (distance - usual);
        points++;
        return score;
    }

    /** The distance to the nearest stretch that does not overlap the latest; gives a candidate up as soon as it is worse. */
    private double nearest() {
        float[] latest = new float[STRETCH];
        long begin = points - STRETCH + 1;
        for (int i = 0; i < STRETCH; i++) {
            latest[i] = ring[(int) ((begin + i) % ring.length)];
        }
        double least = Double.MAX_VALUE;
        for (long start = begin - STRETCH; start >= Math.max(0, begin - MEMORY); start--) {
            int at = (int) (start % ring.length);
            double sum = 0;
            for (int i = 0; i < STRETCH && sum < least; i++) {
                sum += Math.abs(latest[i] - ring[at]);
                at = at + 1 == ring.length ? 0 : at + 1;
            }
            least = Math.min(least, sum);
        }
        return least;
    }

    /** What it remembers, to be kept across restarts. */
    void write(ByteBuffer state) {
        state.putLong(points).putDouble(greatest).putDouble(usual);
        for (float value : ring) {
            state.putFloat(value);
        }
    }

    void read(ByteBuffer state) {
        points = state.getLong();
        greatest = state.getDouble();
        usual = state.getDouble();
        for (int i = 0; i < ring.length; i++) {
            ring[i] = state.getFloat();
        }
    }

    static int bytes() {
        return Long.BYTES + 2 * Double.BYTES + (MEMORY + 2 * STRETCH) * Float.BYTES;
    }
}
