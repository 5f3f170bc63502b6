package io.counterfoil.domain.operator;

import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
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
import java.time.InstantSource;
import java.util.UUID;

/** {@code /v1/operator-tokens}: for operators, one token for each person. */
@Path("/v1/operator-tokens")
@Singleton
public final class OperatorTokensResource {

    private final OperatorTokens tokens;
    private final Idempotency idempotency;
    private final InstantSource time;

    @Inject
    public OperatorTokensResource(OperatorTokens tokens, Idempotency idempotency, InstantSource time) {
        this.tokens = tokens;
        this.idempotency = idempotency;
        this.time = time;
    }

    @POST
    @Allow(roles = OPERATOR)
    public Response create(Body<CreateOperatorToken> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        return idempotency
                .once(call, body.tree(), () -> {
                    OperatorTokens.Made made = tokens.create(body.content().check(time.instant()), Actor.of(call));
                    return Answer.createdWithSecret(
                            made.token().view(made.secret().reveal()),
                            made.token().view(null));
                })
                .response();
    }

    @GET
    @Allow(roles = OPERATOR)
    public Page<OperatorToken.View> list(@Context UriInfo uri) {
        PageRequest page = PageRequest.of(uri, IdKind.OPERATOR_TOKEN);
        return Page.of(page, tokens.page(page)).map(token -> token.view(null));
    }

    @DELETE
    @Path("/{id}")
    @Allow(roles = OPERATOR)
    public OperatorToken.View revoke(@PathParam("id") String id, @Context SecurityContext context) {
        UUID token = IdKind.OPERATOR_TOKEN.parse(id).orElseThrow(Problem::notFound);
        return tokens.revoke(token, Actor.of(Call.of(context))).view(null);
    }
}
