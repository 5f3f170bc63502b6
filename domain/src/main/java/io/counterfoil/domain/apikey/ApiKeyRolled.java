package io.counterfoil.domain.apikey;

import java.util.UUID;

/** A key got a successor; fired inside the transaction. */
public record ApiKeyRolled(UUID merchant, boolean livemode, UUID key, UUID successor) {}
