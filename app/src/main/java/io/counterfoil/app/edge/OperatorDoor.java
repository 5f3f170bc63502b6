package io.counterfoil.app.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.network.Network;
import io.counterfoil.domain.operator.OperatorAuthentication;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets operators in, and shuts for half an hour to a source that has failed ten times (PCI DSS 8.3.4): to good tokens too,
 * so that the door never tells which ones are good. A source is an address, in IPv6 a network of 64 bits. Each server
 * counts for itself. Counted when the answer is known: however many try at once, ten of them learn that they failed.
 */
@Singleton
final class OperatorDoor {

    private static final String PREFIX = "op_";
    private static final String CREDENTIAL = "operator_token";
    private static final int MOST_FAILURES = 10;
    private static final Duration SHUT = Duration.ofMinutes(30);
    private static final int MOST_SOURCES = 100_000;

    private final Function<String, Optional<Caller.Operator>> tokens;
    private final FailedAuthentications failures;
    private final InstantSource time;
    private final Cache<String, Failed> failed;

    @Inject
    OperatorDoor(OperatorAuthentication tokens, FailedAuthentications failures, InstantSource time) {
        this(tokens::authenticate, failures, time);
    }

    OperatorDoor(
            Function<String, Optional<Caller.Operator>> tokens, FailedAuthentications failures, InstantSource time) {
        this.tokens = tokens;
        this.failures = failures;
        this.time = time;
        this.failed = Caffeine.newBuilder()
                .expireAfterWrite(SHUT)
                .maximumSize(MOST_SOURCES)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(time.millis()))
                .build();
    }

    /** How often a source has failed, and when the last time was. */
    private record Failed(int times, Instant last) {}

    /** Whether a credential means to be an operator's. */
    static boolean leadsHere(String secret) {
        return secret.startsWith(PREFIX);
    }

    /**
     * Whoever holds this token.
     *
     * @throws Problem 401 when nobody does, 429 while the door is shut to the source
     */
    Caller open(String secret, String address) {
        String source = source(address);
        @Nullable Failed before = failed.getIfPresent(source);
        if (before != null && before.times() >= MOST_FAILURES) {
            refuseWhileShut(before, address);
        }
        Optional<Caller.Operator> operator = tokens.apply(secret);
        if (operator.isPresent()) {
            @Nullable
            Failed meanwhile =
                    failed.asMap().computeIfPresent(source, (any, old) -> old.times() >= MOST_FAILURES ? old : null);
            if (meanwhile != null) {
                refuseWhileShut(meanwhile, address);
            }
            return operator.get();
        }
        Failed now = failed.asMap()
                .merge(source, new Failed(1, time.instant()), (old, one) -> new Failed(old.times() + 1, one.last()));
        if (now.times() > MOST_FAILURES) {
            refuseWhileShut(now, address);
        }
        failures.add(address, CREDENTIAL);
        throw Problem.unauthenticated("This operator token is unknown, expired or revoked.");
    }

    /** Whoever tries on is counted on, for the audit log. */
    private void refuseWhileShut(Failed before, String address) {
        Duration left = Duration.between(time.instant(), before.last().plus(SHUT));
        if (!left.isNegative() && !left.isZero()) {
            failures.add(address, CREDENTIAL);
            long seconds = left.plusMillis(999).toSeconds();
            throw new Problem(
                            429,
                            "locked_out",
                            "Too many failed authentications",
                            "This address has failed too often. Operator tokens are not looked at from it for a while.",
                            true)
                    .header("Retry-After", Long.toString(seconds));
        }
    }

    private static String source(String address) {
        return Network.address(address)
                .filter(one -> one instanceof Inet6Address)
                .map(one -> HexFormat.of().formatHex(one.getAddress(), 0, 8))
                .orElse(address);
    }
}
