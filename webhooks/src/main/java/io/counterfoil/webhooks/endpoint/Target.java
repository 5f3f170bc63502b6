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
 * @param retries the pauses that the merchant chose; none where the server's own schedule holds
 */
public record Target(URI url, Map<String, String> headers, List<Signer> signers, List<Duration> retries) {}
