package io.counterfoil.monitoring.anomaly;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Watches one count, minute by minute. Far more (or, where that matters, far fewer) in five minutes than the hour of the
 * week leads to expect is an anomaly at once; less far, when the stretch is also {@linkplain Surprise new}. A minute comes
 * once and in order: what comes twice or late is left out, minutes without a word are zeros, and a clock that was set back
 * by more than a day is followed from there.
 */
final class CountWatch {

    static final int LATELY = 5;
    private static final int HOURS = 168;
    private static final int MINUTES_OF_HOUR = 60;
    private static final int LONGEST_GAP = 120;
    private static final int DAY = 1_440;
    private static final double CERTAIN = 1e-7;
    private static final double LIKELY = 1e-3;
    private static final float UNKNOWN = -1;

    private final Surprise surprise = new Surprise();
    private final Gate gate = new Gate(1);
    private final float[] usual = new float[HOURS];
    private final float[] lately = new float[LATELY];
    private float overall = UNKNOWN;
    private float thisHour;
    private int minutesOfHour;
    private long last = -1;

    CountWatch() {
        Arrays.fill(usual, UNKNOWN);
    }

    /** What is far from usual: so many in the last five minutes, where so many were expected. */
    record Finding(double count, double expected, double surprise) {}

    /**
     * Takes the next minute.
     *
     * @param minute since 1970
     * @param least what is no anomaly whatever was expected
     * @param factor how many times the expected
     * @param drops whether far fewer are an anomaly too
     */
    Optional<Finding> minute(long minute, double count, double least, double factor, boolean drops) {
        if (last >= 0 && minute <= last && minute > last - DAY) {
            return Optional.empty();
        }
        if (last >= 0 && minute > last + 1 && minute - last <= LONGEST_GAP) {
            for (long missing = last + 1; missing < minute; missing++) {
                take(missing, 0);
            }
        }
        double score = take(minute, count);
        double sum = 0;
        for (float one : lately) {
            sum += one;
        }
        double expected = expected(minute) * LATELY;
        return gate.opens(anomalous(sum, expected, score, least, factor, drops) ? 1 : 0)
                ? Optional.of(new Finding(sum, expected, score))
                : Optional.empty();
    }

    long last() {
        return last;
    }

    /** The clock was wrong and has been set right: what was learnt stays, and this minute is the next. */
    void resume(long minute) {
        last = minute - 1;
        thisHour = 0;
        minutesOfHour = 0;
    }

    private boolean anomalous(double sum, double expected, double score, double least, double factor, boolean drops) {
        boolean isNew = score >= Gate.USUAL_THRESHOLD;
        if (sum >= least && sum >= factor * expected) {
            double chance = Tail.atLeast(sum, expected);
            return chance < CERTAIN || (isNew && chance < LIKELY);
        }
        return drops && expected >= 2 * least && sum <= expected / (2 * factor) && Tail.atMost(sum, expected) < LIKELY;
    }

    private double take(long minute, double count) {
        if (last >= 0 && minute / MINUTES_OF_HOUR != last / MINUTES_OF_HOUR && minutesOfHour > 0) {
            closeHour(last);
        }
        thisHour += (float) count;
        minutesOfHour++;
        lately[Math.floorMod(minute, LATELY)] = (float) count;
        last = minute;
        // Anscombe: the spread of a count no longer depends on its size
        return surprise.of(2 * Math.sqrt(Math.max(0, count) + 0.375));
    }

    /** Follows slowly, and a burst not at all: or tomorrow's would be usual. */
    private void closeHour(long minute) {
        float mean = thisHour / minutesOfHour;
        int hour = hour(minute);
        usual[hour] = followed(usual[hour], mean, 0.3f);
        overall = followed(overall, mean, 0.05f);
        thisHour = 0;
        minutesOfHour = 0;
    }

    private static float followed(float before, float now, float share) {
        return before < 0 ? now : before + share * (Math.min(now, 3 * before + 1) - before);
    }

    /** Of the hour of the week; in the first week of the same hour of the day before; at the very first of anything. */
    private double expected(long minute) {
        int hour = hour(minute);
        if (usual[hour] >= 0) {
            return usual[hour];
        }
        float yesterday = usual[Math.floorMod(hour - 24, HOURS)];
        if (yesterday >= 0) {
            return Math.max(yesterday, overall);
        }
        return overall >= 0 ? overall : minutesOfHour == 0 ? 0 : thisHour / minutesOfHour;
    }

    private static int hour(long minute) {
        return Math.floorMod(minute / MINUTES_OF_HOUR, HOURS);
    }

    byte[] state() {
        ByteBuffer state = ByteBuffer.allocate(bytes());
        surprise.write(state);
        for (float one : usual) {
            state.putFloat(one);
        }
        for (float one : lately) {
            state.putFloat(one);
        }
        return state.putFloat(overall)
                .putFloat(thisHour)
                .putInt(minutesOfHour)
                .putLong(last)
                .putInt(gate.closed())
                .array();
    }

    /** As it was; a state of another size is of another version, and forgotten. */
    static CountWatch of(byte[] state) {
        CountWatch watch = new CountWatch();
        if (state.length == bytes()) {
            ByteBuffer buffer = ByteBuffer.wrap(state);
            watch.surprise.read(buffer);
            for (int i = 0; i < HOURS; i++) {
                watch.usual[i] = buffer.getFloat();
            }
            for (int i = 0; i < LATELY; i++) {
                watch.lately[i] = buffer.getFloat();
            }
            watch.overall = buffer.getFloat();
            watch.thisHour = buffer.getFloat();
            watch.minutesOfHour = buffer.getInt();
            watch.last = buffer.getLong();
            watch.gate.closeFor(buffer.getInt());
        }
        return watch;
    }

    private static int bytes() {
        return Surprise.bytes() + (HOURS + LATELY + 2) * Float.BYTES + 2 * Integer.BYTES + Long.BYTES;
    }
}
