package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.MerchantPages;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** {@code /v1/payments}. */
@Path("/v1/payments")
@Singleton
public final class PaymentsResource {

    private final NewPayments newPayments;
    private final Charging charging;
    private final Payments payments;
    private final Presentation presentation;
    private final MerchantPages pages;

    @Inject
    public PaymentsResource(
            NewPayments newPayments,
            Charging charging,
            Payments payments,
            Presentation presentation,
            MerchantPages pages) {
        this.newPayments = newPayments;
        this.charging = charging;
        this.payments = payments;
        this.presentation = presentation;
        this.pages = pages;
    }

    @POST
    @Allow(scope = "payments:write")
    public Response create(Body<CreatePayment> body, @Context SecurityContext context) {
        NewPayments.Accepted accepted = newPayments.accept(body, Call.of(context));
        return charging.charge(accepted.payment(), accepted.keyed()).response();
    }

    @GET
    @Allow(scope = "payments:read")
    public Page<PaymentView> list(@Context UriInfo uri, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        PageRequest page = PageRequest.of(uri, IdKind.PAYMENT);
        Page<Payment> found = Page.of(page, pages.read(Payment.class, caller.merchant(), caller.livemode(), page));
        return new Page<>(
                found.object(),
                presentation.list(found.data(), AccessLog.Opener.of(call), "payment.list"),
                found.hasMore());
    }

    @GET
    @Path("/{id}")
    @Allow(scope = "payments:read")
    public PaymentView get(@PathParam("id") String id, @Context SecurityContext context) {
        Call call = Call.of(context);
        Caller.MerchantKey caller = call.merchantKey();
        return IdKind.PAYMENT
                .parse(id)
                .flatMap(payment -> payments.find(caller.merchant(), caller.livemode(), payment))
                .map(payment -> presentation
                        .read(List.of(payment), AccessLog.Opener.of(call), "payment.read")
                        .get(0))
                .orElseThrow(Problem::notFound);
    }
}
