package io.counterfoil.monitoring.alert;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;
import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/alerts}: all of them for operators and auditors, its own for a merchant. */
@Path("/v1/alerts")
@Singleton
public final class AlertsResource {

    private static final Duration LONGEST_SILENCE = Duration.ofDays(30);

    private final Alerts alerts;
    private final Idempotency idempotency;

    @Inject
    public AlertsResource(Alerts alerts, Idempotency idempotency) {
        this.alerts = alerts;
        this.idempotency = idempotency;
    }

    /** A POST that says all in its path. */
    record Nothing() {}

    /** For how many seconds nobody is to hear of it. */
    record Silence(@Nullable Long seconds) {}

    @GET
    @Allow(
            scope = "alerts:read",
            roles = {OPERATOR, AUDITOR})
    public Page<Alert.View> list(@Context UriInfo uri, @Context SecurityContext context) {
        PageRequest page = PageRequest.of(uri, IdKind.ALERT);
        return Page.of(page, alerts.page(filter(uri, Call.of(context).caller()), page))
                .map(Alert::view);
    }

    @GET
    @Path("/{id}")
    @Allow(
            scope = "alerts:read",
            roles = {OPERATOR, AUDITOR})
    public Alert.View get(@PathParam("id") String id, @Context SecurityContext context) {
        Caller caller = Call.of(context).caller();
        return alerts.find(parse(id))
                .filter(alert -> !(caller instanceof Caller.MerchantKey key)
                        || (alert.merchantId.equals(key.merchant()) && alert.livemode == key.livemode()))
                .map(Alert::view)
                .orElseThrow(Problem::notFound);
    }

    @POST
    @Path("/{id}/acknowledge")
    @Allow(roles = OPERATOR)
    public Response acknowledge(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID alert = parse(id);
        return idempotency
                .once(
                        call,
                        body.tree(),
                        () -> Answer.of(
                                200, alerts.acknowledge(alert, People.of(call)).view()))
                .response();
    }

    @POST
    @Path("/{id}/resolve")
    @Allow(roles = OPERATOR)
    public Response resolve(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID alert = parse(id);
        return idempotency
                .once(
                        call,
                        body.tree(),
                        () -> Answer.of(
                                200, alerts.resolve(alert, People.of(call)).view()))
                .response();
    }

    @POST
    @Path("/{id}/silence")
    @Allow(roles = OPERATOR)
    public Response silence(@PathParam("id") String id, Body<Silence> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        UUID alert = parse(id);
        Long seconds = body.content().seconds();
        if (seconds == null || seconds < 0 || seconds > LONGEST_SILENCE.toSeconds()) {
            throw Problem.invalid("seconds", "Send 0 to " + LONGEST_SILENCE.toSeconds() + " seconds (30 days).");
        }
        Duration length = Duration.ofSeconds(seconds);
        return idempotency
                .once(
                        call,
                        body.tree(),
                        () -> Answer.of(
                                200,
                                alerts.silence(alert, length, People.of(call)).view()))
                .response();
    }

    private static Alerts.Filter filter(UriInfo uri, Caller caller) {
        String rule = uri.getQueryParameters().getFirst("rule");
        String status = uri.getQueryParameters().getFirst("status");
        if (status != null
                && !List.of(Alert.RAISED, Alert.ACKNOWLEDGED, Alert.RESOLVED).contains(status)) {
            throw Problem.invalid("status", "Send raised, acknowledged or resolved.");
        }
        if (caller instanceof Caller.MerchantKey key) {
            return new Alerts.Filter(key.merchant(), key.livemode(), rule, status);
        }
        String merchant = uri.getQueryParameters().getFirst("merchant");
        UUID id = merchant == null
                ? null
                : IdKind.MERCHANT
                        .parse(merchant)
                        .orElseThrow(() -> Problem.invalid("merchant", "Send the id of a merchant."));
        return new Alerts.Filter(id, null, rule, status);
    }

    private static UUID parse(String id) {
        return IdKind.ALERT.parse(id).orElseThrow(Problem::notFound);
    }
}
