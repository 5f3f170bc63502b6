package io.counterfoil.domain.receipt;

import io.counterfoil.domain.database.MerchantPages;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Roll;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Map;

/** {@code /v1/receipt-secrets}: those of one's own merchant and mode. */
@Path("/v1/receipt-secrets")
@Singleton
public final class ReceiptSecretsResource {

    private final ReceiptSecrets secrets;
    private final Idempotency idempotency;
    private final MerchantPages pages;
    private final Event<AuditedAct> acts;

    @Inject
    public ReceiptSecretsResource(
            ReceiptSecrets secrets, Idempotency idempotency, MerchantPages pages, Event<AuditedAct> acts) {
        this.secrets = secrets;
        this.idempotency = idempotency;
        this.pages = pages;
        this.acts = acts;
    }

    @GET
    @Allow(scope = "receipt_secrets:read")
    public Page<StoredReceiptSecret.View> list(@Context UriInfo uri, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        PageRequest page = PageRequest.of(uri, IdKind.RECEIPT_SECRET);
        return Page.of(page, pages.read(StoredReceiptSecret.class, caller.merchant(), caller.livemode(), page))
                .map(secret -> secret.view(null));
    }

    @POST
    @Path("/roll")
    @Allow(scope = "receipt_secrets:write")
    public Response roll(Body<Roll> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        return idempotency
                .once(call, body.tree(), () -> {
                    Duration overlap = body.content().overlap();
                    ReceiptSecrets.Rolled rolled = secrets.roll(caller.merchant(), caller.livemode(), overlap);
                    acts.fire(Actor.of(call)
                            .did(
                                    caller.merchant(),
                                    "receipt_secret.rolled",
                                    IdKind.RECEIPT_SECRET.text(rolled.stored().id()),
                                    Map.of("livemode", Boolean.toString(caller.livemode()))));
                    return Answer.createdWithSecret(
                            rolled.stored().view(rolled.secret().reveal()),
                            rolled.stored().view(null));
                })
                .response();
    }
}
