package io.counterfoil.monitoring.anomaly;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Watches one share, such as that of calls that fail, minute by minute. It is unusual when even the least share that the
 * last five minutes may stand for (the lower end of Wilson's interval) is beyond what the hour of the week leads to expect:
 * so a few cases prove nothing, and a share that stays the same while everything grows is no news. The minutes are taken as
 * {@link CountWatch} takes them.
 */
final class RateWatch {

    /** Before so many cases, what is expected is mostly what was believed before there were any. */
    private static final int ENOUGH = 50;

    private static final int LATELY = CountWatch.LATELY;
    private static final int HOURS = 168;
    private static final int MINUTES_OF_HOUR = 60;
    private static final int DAY = 1_440;

    /** An hour of the week is believed as much as all hours together once it has seen so many cases. */
    private static final float BELIEVED = 200;

    private static final float KEPT_OF_HOUR = 0.7f;
    private static final float KEPT = 0.95f;

    private final Gate gate = new Gate(1);
    private final float[] parts = new float[HOURS];
    private final float[] wholes = new float[HOURS];
    private final float[] latelyPart = new float[LATELY];
    private final float[] latelyWhole = new float[LATELY];
    private float allParts;
    private float allWholes;
    private float hourPart;
    private float hourWhole;
    private long last = -1;

    /** What is far from usual: so many among so many in the last five minutes, a share of so much at least. */
    record Finding(double part, double whole, double atLeast, double expected) {}

    /**
     * Takes the next minute.
     *
     * @param minute since 1970
     * @param least how many cases in five minutes are no anomaly whatever their share
     * @param factor how many times the expected share
     */
    Optional<Finding> minute(long minute, double part, double whole, double least, double factor) {
        if (last >= 0 && minute <= last && minute > last - DAY) {
            return Optional.empty();
        }
        if (last >= 0 && minute / MINUTES_OF_HOUR != last / MINUTES_OF_HOUR) {
            closeHour();
        }
        forget(minute);
        latelyPart[Math.floorMod(minute, LATELY)] = (float) part;
        latelyWhole[Math.floorMod(minute, LATELY)] = (float) whole;
        hourPart += (float) part;
        hourWhole += (float) whole;
        last = minute;
        Finding now = finding(minute);
        boolean unusual = now.part() >= least && now.atLeast() > factor * now.expected();
        return gate.opens(unusual ? 1 : 0) ? Optional.of(now) : Optional.empty();
    }

    long last() {
        return last;
    }

    /** The clock was wrong and has been set right: what was learnt stays, and this minute is the next. */
    void resume(long minute) {
        last = minute - 1;
        hourPart = 0;
        hourWhole = 0;
    }

    /** The share that is usual at that time; 0 where too little was learnt to say. */
    double usual(long minute) {
        return allWholes >= ENOUGH ? expected(minute) : 0;
    }

    private Finding finding(long minute) {
        double part = 0;
        double whole = 0;
        for (int i = 0; i < LATELY; i++) {
            part += latelyPart[i];
            whole += latelyWhole[i];
        }
        return new Finding(part, whole, whole > 0 ? Share.wilsonLower(part, whole) : 0, expected(minute));
    }

    /** Of minutes that nobody told of, nothing is known. */
    private void forget(long minute) {
        long missing = last < 0 || minute < last ? LATELY : Math.min(LATELY, minute - last);
        for (long one = minute - missing + 1; one <= minute; one++) {
            latelyPart[Math.floorMod(one, LATELY)] = 0;
            latelyWhole[Math.floorMod(one, LATELY)] = 0;
        }
    }

    /** Half before anything is known (Laplace); then the share of all hours, and with its cases that of this hour. */
    private double expected(long minute) {
        double overall = (allParts + 1) / (allWholes + 2);
        int hour = hour(minute);
        return (parts[hour] + BELIEVED * overall) / (wholes[hour] + BELIEVED);
    }

    /** Follows slowly, and a burst not at all: or tomorrow's would be usual. */
    private void closeHour() {
        int hour = hour(last);
        float most = (float) (3 * expected(last) * hourWhole + 1);
        float part = Math.min(hourPart, most);
        parts[hour] = KEPT_OF_HOUR * parts[hour] + part;
        wholes[hour] = KEPT_OF_HOUR * wholes[hour] + hourWhole;
        allParts = KEPT * allParts + part;
        allWholes = KEPT * allWholes + hourWhole;
        hourPart = 0;
        hourWhole = 0;
    }

    private static int hour(long minute) {
        return Math.floorMod(minute / MINUTES_OF_HOUR, HOURS);
    }

    byte[] state() {
        ByteBuffer state = ByteBuffer.allocate(bytes());
        for (float[] all : arrays()) {
            for (float one : all) {
                state.putFloat(one);
            }
        }
        return state.putFloat(allParts)
                .putFloat(allWholes)
                .putFloat(hourPart)
                .putFloat(hourWhole)
                .putLong(last)
                .putInt(gate.closed())
                .array();
    }

    /** As it was; a state of another size is of another version, and forgotten. */
    static RateWatch of(byte[] state) {
        RateWatch watch = new RateWatch();
        if (state.length == bytes()) {
            ByteBuffer buffer = ByteBuffer.wrap(state);
            for (float[] all : watch.arrays()) {
                for (int i = 0; i < all.length; i++) {
                    all[i] = buffer.getFloat();
                }
            }
            watch.allParts = buffer.getFloat();
            watch.allWholes = buffer.getFloat();
            watch.hourPart = buffer.getFloat();
            watch.hourWhole = buffer.getFloat();
            watch.last = buffer.getLong();
            watch.gate.closeFor(buffer.getInt());
        }
        return watch;
    }

    private float[][] arrays() {
        return new float[][] {parts, wholes, latelyPart, latelyWhole};
    }

    private static int bytes() {
        return (2 * HOURS + 2 * LATELY + 4) * Float.BYTES + Long.BYTES + Integer.BYTES;
    }
}
