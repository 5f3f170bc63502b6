package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** {@code /v1/idempotency-keys}: what became of the request behind a key. */
@Path("/v1/idempotency-keys")
@Singleton
public final class IdempotencyKeysResource {

    private final Idempotency idempotency;

    @Inject
    public IdempotencyKeysResource(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @GET
    @Path("/{key}")
    @Allow(scope = "payments:read")
    public KeyView get(@PathParam("key") String text, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        return IdempotencyKey.find(text)
                .flatMap(key -> idempotency.show(caller.merchant(), caller.livemode(), key))
                .orElseThrow(Problem::notFound);
    }
}
