package io.counterfoil.domain.apikey;

import java.util.UUID;

/** A key was made; fired inside the transaction. */
public record ApiKeyCreated(UUID merchant, boolean livemode, UUID key) {}
