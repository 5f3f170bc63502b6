package io.counterfoil.webhooks.endpoint;

import java.util.UUID;

/**
 * An endpoint gets no more deliveries; fired inside the transaction that makes it so.
 *
 * @param reason {@code by_merchant}, {@code deleted}, {@code gone} (it answered 410) or {@code failing} (for days)
 */
public record EndpointDisabled(UUID merchant, boolean livemode, UUID endpoint, String reason) {

    /** Whether it wasn't the merchant's own will, so that the merchant has to be told. */
    public boolean unasked() {
        return reason.equals("gone") || reason.equals("failing");
    }
}
