package io.counterfoil.domain.ratelimit;

import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Actor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;

/** {@code /v1/merchants/{id}/limits}: for operators. */
@Path("/v1/merchants/{id}/limits")
@Singleton
public final class MerchantLimitsResource {

    private final MerchantLimits limits;
    private final Merchants merchants;

    @Inject
    public MerchantLimitsResource(MerchantLimits limits, Merchants merchants) {
        this.limits = limits;
        this.merchants = merchants;
    }

    /** What the API shows: the limits that hold, wherever they come from. */
    record View(
            String object,
            String merchant,
            int requestsPerSecond,
            int burst,
            int moneyPerSecond,
            int concurrentRequests) {

        static View of(UUID merchant, Limits limits) {
            return new View(
                    "merchant_limits",
                    IdKind.MERCHANT.text(merchant),
                    limits.requestsPerSecond(),
                    limits.burst(),
                    limits.moneyPerSecond(),
                    limits.concurrentRequests());
        }
    }

    @GET
    @Allow(roles = OPERATOR)
    public View get(@PathParam("id") String id) {
        UUID merchant = demand(id);
        return View.of(merchant, limits.of(merchant));
    }

    @PUT
    @Allow(roles = OPERATOR)
    public View put(@PathParam("id") String id, Body<SetLimits> body, @Context SecurityContext context) {
        UUID merchant = demand(id);
        return View.of(merchant, limits.set(merchant, body.content().checked(), Actor.of(Call.of(context))));
    }

    private UUID demand(String id) {
        return IdKind.MERCHANT.parse(id).filter(merchants::exists).orElseThrow(Problem::notFound);
    }
}
