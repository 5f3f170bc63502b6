package io.counterfoil.app.transport;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.id.IdKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Whether calls come by TLS that is good, and pages too. */
@Singleton
final class TransportControls implements Controls {

    private static final Set<String> GOOD = Set.of("TLSv1.3", "TLSv1.2");
    private static final Duration RENEWED = Duration.ofDays(21);

    /** Where a page stands that somebody pays on. */
    private static final String PAYMENT_PAGES = "GET /pay";

    /** Reads the keys whole: there are few. */
    private static final String IN_PLAIN = """
        SELECT id, count(*) OVER () FROM domain.api_key
        WHERE plain_seen_at >= ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)
        ORDER BY plain_seen_at DESC LIMIT %s\
        """.formatted(Window.NAMED);

    @Override
    public List<Control> controls() {
        return List.of(
                new Control("https.everywhere", TransportControls::everywhere),
                new Control("https.payment_pages", TransportControls::pages));
    }

    private static Assessment everywhere(Window window) {
        Window.Seen plain = window.seen("plain_http");
        Window.Seen tls = window.seen("tls");
        List<String> keys = window.sql()
                .all(IN_PLAIN, row -> IdKind.API_KEY.text(row.getObject(1, UUID.class)), window.since(), window.asOf());
        boolean old = tls.named().stream().anyMatch(one -> !GOOD.contains(one.subject()));
        Optional<Instant> expiry = expiry(window);
        return window.evidence()
                .with("plain_http_refused", plain.total())
                .with("plain_http_by", plain.named())
                .with("last_plain_http_at", plain.lastAt())
                .with("keys_sent_in_plain_and_working", keys)
                .with("calls", tls.total())
                .with("tls_versions", tls.named())
                .with("certificate_expires_at", expiry)
                .with(
                        "certificate_days",
                        expiry.map(at -> Duration.between(window.asOf(), at).toDays()))
                .failing(!keys.isEmpty(), "a key that was sent in the clear still works: roll it")
                .failing(old, "calls were answered without TLS 1.2 or 1.3")
                .failing(expiry.filter(window.asOf()::isAfter).isPresent(), "the certificate has expired")
                .atRisk(expiry.isEmpty(), "the certificate was not looked at yet")
                .atRisk(
                        expiry.filter(window.asOf().plus(RENEWED)::isAfter).isPresent(),
                        "the certificate expires within three weeks")
                .atRisk(plain.any(), "somebody calls by plain HTTP, which is refused: mend that client")
                .assess();
    }

    private static Assessment pages(Window window) {
        Window.Seen pages = window.seen("page");
        List<Window.Named> payment = pages.named().stream()
                .filter(page -> page.subject().startsWith(PAYMENT_PAGES))
                .toList();
        long plain = window.seen("plain_http").total();
        return window.evidence()
                .with("pages_shown", pages.total())
                .with("pages", pages.named())
                .with("payment_pages", payment.size())
                .with("plain_http_refused", plain)
                .notApplicable(payment.isEmpty(), "nobody pays on a page of this server")
                .atRisk(plain > 0, "pages were asked for by plain HTTP, which is refused")
                .assess();
    }

    /** Of the certificate that was seen last. */
    private static Optional<Instant> expiry(Window window) {
        return window.seen(ShownCertificate.SEEN).named().stream()
                .max(Comparator.comparing(Window.Named::lastAt))
                .map(one -> Instant.parse(one.subject()));
    }
}
