package io.counterfoil.webhooks.endpoint;

import io.counterfoil.webhooks.signing.Signer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where a delivery goes.
 *
 * @param headers the merchant's own
 * @param signers who signs, the newest first
 * @param timeout how long an attempt may take; the server's own limit holds where that is shorter
 */
public record Target(URI url, Map<String, String> headers, List<Signer> signers, Retries retries, Duration timeout) {

    /**
     * When a delivery is tried again.
     *
     * @param pauses those that the merchant chose; none where the server's own schedule holds
     * @param jitter by how many percent a pause may grow, so that what failed together does not come back together
     */
    public record Retries(List<Duration> pauses, int jitter) {

        /** As the server does where a merchant chose nothing. */
        public static final Retries USUAL = new Retries(List.of(), 20);
    }
}
