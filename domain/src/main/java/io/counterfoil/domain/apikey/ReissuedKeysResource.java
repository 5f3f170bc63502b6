package io.counterfoil.domain.apikey;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;

/** {@code /v1/api-keys/{id}/collect}: the secret of a reissued key, once, to another key of its merchant. */
@Path("/v1/api-keys/{id}/collect")
@Singleton
public final class ReissuedKeysResource {

    private final ReissuedKeys reissued;
    private final Idempotency idempotency;

    @Inject
    public ReissuedKeysResource(ReissuedKeys reissued, Idempotency idempotency) {
        this.reissued = reissued;
        this.idempotency = idempotency;
    }

    /** A POST that says all in its path. */
    record Nothing() {}

    @POST
    @Allow(scope = "api_keys:write")
    public Response collect(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID key = IdKind.API_KEY.parse(id).orElseThrow(Problem::notFound);
        return idempotency
                .once(call, body.tree(), () -> {
                    ApiKeys.Made made = reissued.collect(Reach.of(call), key, Actor.of(call));
                    return Answer.createdWithSecret(made.shownOnce(), made.key().view());
                })
                .response();
    }
}
