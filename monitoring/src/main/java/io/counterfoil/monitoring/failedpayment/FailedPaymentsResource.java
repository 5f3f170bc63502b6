package io.counterfoil.monitoring.failedpayment;

import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.monitoring.period.Period;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.Map;

/** {@code /v1/failed-payments}: of one's own merchant and mode. */
@Path("/v1/failed-payments")
@Singleton
public final class FailedPaymentsResource {

    private final FailedPayments failedPayments;
    private final InstantSource time;

    @Inject
    public FailedPaymentsResource(FailedPayments failedPayments, InstantSource time) {
        this.failedPayments = failedPayments;
        this.time = time;
    }

    @GET
    @Allow(scope = "failed_payments:read")
    public Page<Map<String, Object>> grouped(@Context UriInfo uri, @Context SecurityContext context) {
        Caller.MerchantKey caller = Call.of(context).merchantKey();
        Period period = Period.of(uri, FailedPayments.GROUPINGS, time);
        return new Page<>("list", failedPayments.grouped(caller.merchant(), caller.livemode(), period), false);
    }
}
