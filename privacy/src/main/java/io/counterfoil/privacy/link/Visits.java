package io.counterfoil.privacy.link;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.privacy.request.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody who opened a link may do for a while on the page: a signed text that names the request and ends by itself. It
 * is sent in bodies only, and no cookie.
 */
@Singleton
public final class Visits {

    private static final Duration LENGTH = Duration.ofHours(1);
    private static final String PURPOSE = "privacy visit";

    private final KeyedHash hash;
    private final Times times;

    @Inject
    public Visits(KeyedHash hash, Times times) {
        this.hash = hash;
        this.times = times;
    }

    /** Begins a visit. */
    public String begin(MerchantScopedId request) {
        String said = IdKind.PRIVACY_REQUEST.text(request.id()) + "."
                + times.now().plus(LENGTH).getEpochSecond();
        return said + "." + signature(request.merchantId(), said);
    }

    /**
     * The request that a visit is about.
     *
     * @throws Problem 401 when it is over, or not one of ours
     */
    public MerchantScopedId demand(UUID merchant, String visit) {
        int dot = visit.lastIndexOf('.');
        String said = visit.substring(0, Math.max(0, dot));
        boolean ours = MessageDigest.isEqual(
                signature(merchant, said).getBytes(StandardCharsets.US_ASCII),
                visit.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
        return Optional.of(said)
                .filter(text -> ours)
                .filter(this::running)
                .flatMap(text -> IdKind.PRIVACY_REQUEST.parse(text.substring(0, text.indexOf('.'))))
                .map(request -> new MerchantScopedId(merchant, request))
                .orElseThrow(() -> new Problem(
                        401, "visit_over", "This visit is over", "Open the link from a newer letter.", false));
    }

    private boolean running(String said) {
        try {
            return times.now().isBefore(Instant.ofEpochSecond(Long.parseLong(said.substring(said.indexOf('.') + 1))));
        } catch (NumberFormatException | DateTimeException unreadable) {
            return false;
        }
    }

    private String signature(UUID merchant, String said) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(hash.of(PURPOSE, (merchant + "\n" + said).getBytes(StandardCharsets.UTF_8)));
    }
}
