package io.counterfoil.domain.signal;

import java.time.Instant;
import java.util.UUID;

/**
 * A merchant is told by webhook; fired inside the transaction of the cause, which it shares.
 *
 * @param type one of the event types of the contract, such as {@code customer.erased}
 * @param data a record or map of ids and facts that JSON can carry: no free text, nothing personal
 */
public record MerchantEvent(UUID merchant, boolean livemode, String type, Instant at, Object data) {}
