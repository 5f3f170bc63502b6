package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One erasure in the ledger: {@code <merchant> <test|live> <customer> <when> <proof>}. Ids only, as they stand outside.
 *
 * @param back whether it takes back the same line that was written before, by {@code undone} in front of the proof
 */
record LedgerLine(DataSubject subject, Instant at, boolean back) {

    private static final String UNDONE = "undone";
    private static final int PARTS = 4;

    LedgerLine(DataSubject subject, Instant at) {
        this(subject, at, false);
    }

    LedgerLine takenBack() {
        return new LedgerLine(subject, at, true);
    }

    LedgerLine promise() {
        return new LedgerLine(subject, at);
    }

    String text() {
        return IdKind.MERCHANT.text(subject.merchant()) + " " + (subject.livemode() ? "live" : "test") + " "
                + IdKind.CUSTOMER.text(subject.customer()) + " " + at + (back ? " " + UNDONE : "");
    }

    static Optional<LedgerLine> parse(String text) {
        String[] parts = text.split(" ", -1);
        boolean back = parts.length == PARTS + 1 && parts[PARTS].equals(UNDONE);
        if (parts.length != PARTS && !back) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.parse(parts[3]);
            return IdKind.MERCHANT
                    .parse(parts[0])
                    .flatMap(merchant -> IdKind.CUSTOMER
                            .parse(parts[2])
                            .map(customer -> new LedgerLine(
                                    new DataSubject(merchant, parts[1].equals("live"), customer), at, back)));
        } catch (DateTimeException cutShort) {
            return Optional.empty();
        }
    }
}
