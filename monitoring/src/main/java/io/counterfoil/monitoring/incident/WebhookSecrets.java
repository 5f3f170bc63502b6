package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.signal.Actor;
import java.util.Optional;
import java.util.UUID;

/** What an incident does to the secrets of webhook endpoints; implemented in {@code app.wiring}. */
public interface WebhookSecrets {

    /** Whose endpoint it is. */
    record Owner(UUID merchant, boolean livemode) {}

    Optional<Owner> owner(UUID endpoint);

    /** Ends every secret of the endpoint at once; a new one signs from now on, and waits to be collected. */
    void replace(UUID merchant, UUID endpoint, Actor actor);
}
