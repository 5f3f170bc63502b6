package io.counterfoil.monitoring.failedpayment;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;
import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.monitoring.period.Period;
import io.counterfoil.monitoring.period.Whose;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.Map;

/** {@code /v1/failed-payments}: of one's own merchant and mode; of any for operators and auditors, who name the merchant. */
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
    @Allow(scope = "failed_payments:read", roles = {OPERATOR, AUDITOR})
    public Page<Map<String, Object>> grouped(@Context UriInfo uri, @Context SecurityContext context) {
        Whose whose = Whose.of(uri, Call.of(context));
        Period period = Period.of(uri, FailedPayments.GROUPINGS, time);
        return new Page<>("list", failedPayments.grouped(whose.merchant(), whose.livemode(), period), false);
    }
}
