package io.counterfoil.privacy.deadline;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The law under which a request is answered, and how long it gives. */
public enum Regime {
    /**
     * Article 12 (3): one month from receipt, two further ones where that is necessary. A month ends on the day of the same
     * number, or on the last one of a shorter month (Regulation 1182/71, Article 3).
     */
    GDPR(Period.ofMonths(1), Period.ofMonths(3)),

    /** California Code of Regulations, title 11, section 7021 (b): 45 calendar days, 45 further ones with notice. */
    CCPA(Period.ofDays(45), Period.ofDays(90));

    private final Period usual;
    private final Period extended;

    Regime(Period usual, Period extended) {
        this.usual = usual;
        this.extended = extended;
    }

    /** By when what was received then must be answered. Days are those of UTC. */
    public Instant due(Instant received) {
        return after(received, usual);
    }

    /** By when, once it was extended; counted from receipt, not from the end of the first span. */
    public Instant extended(Instant received) {
        return after(received, extended);
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Regime> parse(String text) {
        return Arrays.stream(values())
                .filter(regime -> regime.text().equals(text))
                .findFirst();
    }

    private static Instant after(Instant received, Period span) {
        return received.atZone(ZoneOffset.UTC).plus(span).toInstant();
    }
}
