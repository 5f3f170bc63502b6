package io.counterfoil.liberty.faults;

/** What {@code mvn verify} tells of each bad case: 0 to 6, as {@code FiguresTest} names them. */
final class Figures {

    private Figures() {}

    static void print(int badCase, String format, Object... figures) {
        System.out.println(line(badCase, format, figures));
    }

    static String line(int badCase, String format, Object... figures) {
        return "faults, case " + badCase + ": " + format.formatted(figures);
    }
}
