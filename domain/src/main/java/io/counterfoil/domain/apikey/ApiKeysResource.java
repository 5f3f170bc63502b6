package io.counterfoil.domain.apikey;

import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.database.MerchantPages;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Roll;
import io.counterfoil.domain.rest.Whose;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** {@code /v1/api-keys}: of one's own merchant and mode; of any, or of all, for operators. */
@Path("/v1/api-keys")
@Singleton
public final class ApiKeysResource {

    private final ApiKeys keys;
    private final Merchants merchants;
    private final Idempotency idempotency;
    private final ApiKeyRules rules;
    private final MerchantPages pages;

    @Inject
    public ApiKeysResource(
            ApiKeys keys, Merchants merchants, Idempotency idempotency, ApiKeyRules rules, MerchantPages pages) {
        this.keys = keys;
        this.merchants = merchants;
        this.idempotency = idempotency;
        this.rules = rules;
        this.pages = pages;
    }

    @POST
    @Allow(scope = "api_keys:write", roles = OPERATOR)
    public Response create(Body<CreateApiKey> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        return idempotency
                .once(call, body.tree(), () -> {
                    NewApiKey wanted = rules.check(body.content(), call, merchants::exists);
                    return answer(keys.create(Reach.of(call), wanted, Actor.of(call)));
                })
                .response();
    }

    @GET
    @Allow(scope = "api_keys:read", roles = OPERATOR)
    public Page<ApiKey.View> list(@Context UriInfo uri, @Context SecurityContext context) {
        PageRequest page = PageRequest.of(uri, IdKind.API_KEY);
        Whose whose = Whose.of(uri, Call.of(context));
        return Page.of(page, pages.read(ApiKey.class, whose, page)).map(ApiKey::view);
    }

    @POST
    @Path("/{id}/roll")
    @Allow(scope = "api_keys:write", roles = OPERATOR)
    public Response roll(@PathParam("id") String id, Body<Roll> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID key = IdKind.API_KEY.parse(id).orElseThrow(Problem::notFound);
        Roll wanted = body.content();
        return idempotency
                .once(call, body.tree(), () -> answer(keys.roll(Reach.of(call), key, wanted.overlap(), Actor.of(call))))
                .response();
    }

    @DELETE
    @Path("/{id}")
    @Allow(scope = "api_keys:write", roles = OPERATOR)
    public ApiKey.View revoke(@PathParam("id") String id, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID key = IdKind.API_KEY.parse(id).orElseThrow(Problem::notFound);
        return keys.revoke(Reach.of(call), key, Actor.of(call)).view();
    }

    private static Answer answer(ApiKeys.Made made) {
        return Answer.createdWithSecret(made.shownOnce(), made.key().view());
    }
}
