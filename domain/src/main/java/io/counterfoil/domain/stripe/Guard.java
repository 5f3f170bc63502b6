package io.counterfoil.domain.stripe;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Stands between us and the network. A processor that is down is left alone for a while; one that is slow holds a bounded
 * number of our threads, so that whoever only reads doesn't notice. Only a request that nobody was there to hear is sent
 * again, and that is safe, since each carries the key under which Stripe does it once.
 *
 * <p>No state and no constructor: the container makes a subclass of it to put its interceptors in. Its metrics are {@code
 * ft_…}, by method.
 */
@Singleton
class Guard {

    private static final long LONGEST = 28;

    /** What ends an attempt, whatever it consists of. */
    static final Duration LONGEST_CALL = Duration.ofSeconds(LONGEST);

    /** Moves money. {@code microprofile-config.properties} puts {@link StripeSettings#CONCURRENCY} into the bulkhead. */
    @Timeout(value = LONGEST, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 1, delay = 200, jitter = 100, retryOn = BoundedHttp.NotConnected.class)
    @CircuitBreaker(
            requestVolumeThreshold = 20,
            delay = 5_000,
            successThreshold = 2,
            skipOn = {CardException.class, InvalidRequestException.class})
    @Bulkhead(200)
    <T> T move(Callable<T> call) throws Exception {
        return call.call();
    }

    /** Asks what became of it: in a lane of its own, so that recovery and requests don't wait for each other. */
    @Timeout(value = LONGEST, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            delay = 5_000,
            skipOn = {CardException.class, InvalidRequestException.class})
    @Bulkhead(8)
    <T> T ask(Callable<T> call) throws Exception {
        return call.call();
    }
}
