package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** One erasure in the ledger: {@code <merchant> <test|live> <customer> <when> <proof>}. Ids only, as they stand outside. */
record LedgerLine(DataSubject subject, Instant at) {

    String text() {
        return IdKind.MERCHANT.text(subject.merchant()) + " " + (subject.livemode() ? "live" : "test") + " "
                + IdKind.CUSTOMER.text(subject.customer()) + " " + at;
    }

    static Optional<LedgerLine> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.parse(parts[3]);
            return IdKind.MERCHANT
                    .parse(parts[0])
                    .flatMap(merchant -> IdKind.CUSTOMER
                            .parse(parts[2])
                            .map(customer ->
                                    new LedgerLine(new DataSubject(merchant, parts[1].equals("live"), customer), at)));
        } catch (DateTimeException cutShort) {
            return Optional.empty();
        }
    }
}
