package io.counterfoil.domain.apikey;

import java.util.UUID;

/** A key works no longer; fired inside the transaction. */
public record ApiKeyRevoked(UUID merchant, boolean livemode, UUID key) {}
