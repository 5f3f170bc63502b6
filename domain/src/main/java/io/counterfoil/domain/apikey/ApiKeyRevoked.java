package io.counterfoil.domain.apikey;

import java.util.Optional;
import java.util.UUID;

/** A key works no longer; fired inside the transaction. With its exposure, where that is why. */
public record ApiKeyRevoked(UUID merchant, boolean livemode, UUID key, Optional<Exposure> exposure) {}
