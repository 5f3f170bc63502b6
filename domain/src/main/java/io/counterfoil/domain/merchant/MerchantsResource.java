package io.counterfoil.domain.merchant;

import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** {@code /v1/merchants}: for operators. */
@Path("/v1/merchants")
@Singleton
public final class MerchantsResource {

    private static final int LONGEST_NAME = 200;

    private final Merchants merchants;
    private final Idempotency idempotency;

    @Inject
    public MerchantsResource(Merchants merchants, Idempotency idempotency) {
        this.merchants = merchants;
        this.idempotency = idempotency;
    }

    record CreateMerchant(String name) {}

    @POST
    @Allow(roles = OPERATOR)
    public Response create(Body<CreateMerchant> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        return idempotency
                .once(call, body.tree(), () -> {
                    String name = Text.required("name", body.content().name(), LONGEST_NAME);
                    return Answer.created(merchants.create(name, Actor.of(call)).view());
                })
                .response();
    }

    @GET
    @Allow(roles = OPERATOR)
    public Page<Merchant.View> list(@Context UriInfo uri) {
        PageRequest page = PageRequest.of(uri, IdKind.MERCHANT);
        return Page.of(page, merchants.page(page)).map(Merchant::view);
    }
}
