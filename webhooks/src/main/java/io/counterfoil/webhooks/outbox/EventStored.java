package io.counterfoil.webhooks.outbox;

import java.util.Optional;
import java.util.UUID;

/**
 * An event was written; fired inside the transaction of its cause, so that its deliveries are written there too.
 *
 * @param onlyTo the one endpoint that it is for, whatever types that one has chosen; else all that chose its type
 */
public record EventStored(UUID merchant, boolean livemode, UUID event, String type, Optional<UUID> onlyTo) {}
