package io.counterfoil.domain.receipt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** A receipt that was signed just now and has yet to be stored. */
public record IssuedReceipt(
        UUID merchant, UUID id, boolean livemode, UUID payment, SignedReceipt signed, Instant issuedAt) {

    /** The receipt as merchants get it. */
    public String json() {
        return new String(signed.served(), StandardCharsets.UTF_8);
    }
}
