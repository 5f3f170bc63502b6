package io.counterfoil.privacy.link;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Times;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;

/**
 * All links. A link ends in {@code #confirm=prl_….SIGNATURE}: a fragment, which browsers send to no server, so that it is in
 * no log; the page posts it.
 */
@Singleton
public final class Links {

    private static final String PURPOSE = "privacy link";
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    /** For a day the page can say that a link has expired, instead of that there was none. Index link_expired. */
    private static final String SWEEP =
            "DELETE FROM privacy.link WHERE expires_at <= ?::timestamptz - interval '1 day'";

    private final Transactions transactions;
    private final KeyedHash hash;
    private final Ids ids;
    private final Times times;
    private final Duration lifetime;
    private final String base;

    @Inject
    public Links(Transactions transactions, KeyedHash hash, Ids ids, Times times, ConfigurationSource configuration) {
        this.transactions = transactions;
        this.hash = hash;
        this.ids = ids;
        this.times = times;
        this.lifetime = LinkSettings.LIFETIME.in(configuration);
        this.base = LinkSettings.URL
                .find(configuration)
                .map(Object::toString)
                .orElseGet(() -> "https://" + ServerSettings.HOST.in(configuration) + ":"
                        + ServerSettings.HTTPS_PORT.in(configuration));
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(BETWEEN_SWEEPS, "links past their time", this::sweep);
    }

    int sweep() {
        return transactions.commit(() -> transactions.sql().update(SWEEP, times.now()));
    }

    /** What a link leads to, once it was opened. */
    public record Opened(MerchantScopedId request, LinkKind kind) {}

    /** Where people and systems reach this server, without a slash at the end. */
    public String base() {
        return base;
    }

    /** Makes a link to a request that is not confirmed yet, or to one that is. */
    public Link make(PrivacyRequest request) {
        LinkKind kind = request.verified() ? LinkKind.OPEN : LinkKind.CONFIRM;
        Instant now = times.now();
        Link link = new Link(ids.next(), request.key(), kind, now, now.plus(lifetime));
        transactions.session(session -> session.insert(link));
        return link;
    }

    /** The whole link, secret and all: for nobody but the person. */
    public String reveal(Link link) {
        return base + "/privacy/" + IdKind.MERCHANT.text(link.merchant()) + "#"
                + link.kind().text() + "=" + link.text() + "." + signature(link);
    }

    /** The newest link of a request that still works. Index link_request. */
    public Optional<Link> newest(MerchantScopedId request) {
        return transactions
                .session(session -> session.createSelectionQuery(
                                "from Link where merchantId = :merchant and requestId = :request order by id desc",
                                Link.class)
                        .setParameter("merchant", request.merchantId())
                        .setParameter("request", request.id())
                        .setMaxResults(1)
                        .uniqueResultOptional())
                .filter(link -> link.works(times.now()));
    }

    /**
     * Opens a link, which does not work a second time. What was wrong with one that does not open is not told.
     *
     * @throws Problem 410
     */
    public Opened open(UUID merchant, String text) {
        return transactions.commit(() -> use(merchant, text)).orElseThrow(Links::refused);
    }

    /** A wrong try is counted, so this commits whatever it finds. */
    private Optional<Opened> use(UUID merchant, String text) {
        int dot = text.indexOf('.');
        Optional<UUID> id = IdKind.PRIVACY_LINK.parse(text.substring(0, Math.max(0, dot)));
        return id.flatMap(known -> transactions.session(session -> {
            Link link = session.get(Link.class, new MerchantScopedId(merchant, known), LockMode.PESSIMISTIC_WRITE);
            if (link == null || !link.works(times.now())) {
                return Optional.<Opened>empty();
            }
            boolean right = MessageDigest.isEqual(
                    signature(link).getBytes(StandardCharsets.US_ASCII),
                    text.substring(dot + 1).getBytes(StandardCharsets.US_ASCII));
            if (right) {
                link.use(times.now());
            } else {
                link.countWrongTry();
            }
            session.update(link);
            return right ? Optional.of(new Opened(link.request(), link.kind())) : Optional.<Opened>empty();
        }));
    }

    private String signature(Link link) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.of(PURPOSE, link.signed()));
    }

    private static Problem refused() {
        return new Problem(
                410,
                "link_not_valid",
                "This link does not work",
                "It was used, has expired, or is incomplete. Ask for another one.",
                false);
    }
}
