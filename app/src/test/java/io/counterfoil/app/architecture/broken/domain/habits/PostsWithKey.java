package io.counterfoil.app.architecture.broken.domain.habits;

import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import jakarta.ws.rs.POST;

class PostsWithKey {

    private final Charging charging;

    PostsWithKey(Charging charging) {
        this.charging = charging;
    }

    /** It leaves the key to another class of its slice. */
    record Charging(Idempotency idempotency) {}

    @POST
    @Allow(scope = "things:write")
    Idempotency changes() {
        return charging.idempotency();
    }
}
