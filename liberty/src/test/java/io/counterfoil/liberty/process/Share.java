package io.counterfoil.liberty.process;

/**
 * How much of something numerous a test does: a part in every build, the whole in {@code bench/soak}. A test prints it beside
 * what it found: {@code ran 200 of 1000}.
 */
public record Share(int count, int whole) {

    private static final boolean SOAK = Boolean.getBoolean("counterfoil.soak");

    /** A part of the whole, unless all of it was asked for. */
    public static Share of(int part, int whole) {
        return new Share(SOAK ? whole : part, whole);
    }

    @Override
    public String toString() {
        return "ran " + count + " of " + whole;
    }
}
