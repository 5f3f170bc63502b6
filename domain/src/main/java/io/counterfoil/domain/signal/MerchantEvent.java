package io.counterfoil.domain.signal;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A merchant is told by webhook; fired inside the transaction of the cause, which it shares.
 *
 * @param type one of the event types of the contract, such as {@code customer.erased}
 * @param data a record or map of ids and facts that JSON can carry: no free text, nothing personal
 * @param customer whom it is about, where it is about one: what receivers answer dies with that person
 */
public record MerchantEvent(
        UUID merchant, boolean livemode, String type, Instant at, Object data, Optional<UUID> customer) {

    /** One that is about no customer. */
    public MerchantEvent(UUID merchant, boolean livemode, String type, Instant at, Object data) {
        this(merchant, livemode, type, at, data, Optional.empty());
    }
}
