package io.counterfoil.domain.receipt;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether merchants check what they are given, and with what. */
@Singleton
final class ReceiptControls implements Controls {

    static final String VERIFIED = "receipt_verified";
    static final String REFUSED = "receipt_refused";

    /** The age that a secret should not reach, as that of webhook secrets. */
    private static final Duration OLDEST = Duration.ofDays(365);

    private static final Duration WARNED = Duration.ofDays(335);

    /** Primary key receipt_pkey: one look for each merchant. */
    private static final String MERCHANTS = """
        SELECT count(*) FROM domain.merchant m
        WHERE EXISTS (SELECT FROM domain.receipt r WHERE r.merchant_id = m.id AND r.id >= ?)\
        """;

    /** Reads the table whole: a row for each merchant, mode and roll. */
    private static final String SECRETS = """
        SELECT count(*), min(created_at), count(*) FILTER (WHERE created_at < ?)
        FROM domain.receipt_secret WHERE expires_at IS NULL\
        """;

    private record Secrets(long signing, Optional<Instant> oldest, long old) {}

    @Override
    public List<Control> controls() {
        return List.of(new Control("receipts.signatures_verified", ReceiptControls::verified));
    }

    private static Assessment verified(Window window) {
        long merchants = window.sql()
                .first(MERCHANTS, row -> row.getLong(1), window.firstId())
                .orElse(0L);
        Secrets secrets = window.sql()
                .first(
                        SECRETS,
                        row -> new Secrets(row.getLong(1), Window.maybe(row, 2), row.getLong(3)),
                        window.asOf().minus(OLDEST))
                .orElseThrow();
        Window.Seen good = window.seen(VERIFIED);
        Window.Seen bad = window.seen(REFUSED);
        Instant warned = window.asOf().minus(WARNED);
        return window.evidence()
                .with("merchants_with_receipts", merchants)
                .with("verifications", good.total() + bad.total())
                .with("refused", bad.total())
                .with("last_verified_at", good.lastAt())
                .with("last_refused_at", bad.lastAt())
                .with("refused_of", bad.named())
                .with("secrets_signing", secrets.signing())
                .with("secrets_too_old", secrets.old())
                .with("oldest_secret_days", secrets.oldest().map(at -> days(at, window.asOf())))
                .notApplicable(merchants == 0 && !good.any() && !bad.any(), "no receipt was issued")
                .failing(secrets.old() > 0, "receipts are signed with secrets older than a year: roll them")
                .atRisk(secrets.oldest().filter(warned::isAfter).isPresent(), "a secret is nearly a year old")
                .atRisk(!good.any(), "nobody has verified a receipt here")
                .atRisk(bad.total() > good.total(), "more receipts were refused than found good")
                .assess();
    }

    private static long days(Instant from, Instant to) {
        return Duration.between(from, to).toDays();
    }
}
