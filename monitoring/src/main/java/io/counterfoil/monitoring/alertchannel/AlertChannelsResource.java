package io.counterfoil.monitoring.alertchannel;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;
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

/** {@code /v1/alert-channels}: for operators. Where a channel leads is told once, by whoever makes it, and never shown. */
@Path("/v1/alert-channels")
@Singleton
public final class AlertChannelsResource {

    private final AlertChannels channels;
    private final ChannelRules rules;
    private final ChannelActs acts;
    private final ChannelSecrets secrets;
    private final Idempotency idempotency;

    @Inject
    public AlertChannelsResource(
            AlertChannels channels,
            ChannelRules rules,
            ChannelActs acts,
            ChannelSecrets secrets,
            Idempotency idempotency) {
        this.channels = channels;
        this.rules = rules;
        this.acts = acts;
        this.secrets = secrets;
        this.idempotency = idempotency;
    }

    /** A POST that says all in its path. */
    record Nothing() {}

    record Deleted(String id, String object, boolean deleted) {}

    @POST
    @Allow(roles = OPERATOR)
    public Response create(Body<CreateAlertChannel> body, @Context SecurityContext context) {
        Call call = Call.of(context);
        CreateAlertChannel wanted = rules.check(body.content());
        return idempotency
                .once(call, body.tree(), () -> made(acts.create(wanted, call)))
                .response();
    }

    /** What a webhook is signed with is shown once: a replay of the answer lacks it. */
    private Answer made(AlertChannel channel) {
        return channel.kind.equals(AlertChannel.WEBHOOK)
                ? Answer.createdWithSecret(channel.view(secrets.reveal(channel.id)), channel.view())
                : Answer.created(channel.view());
    }

    @GET
    @Allow(roles = {OPERATOR, AUDITOR})
    public Page<AlertChannel.View> list(@Context UriInfo uri) {
        PageRequest page = PageRequest.of(uri, IdKind.ALERT_CHANNEL);
        return Page.of(page, channels.page(page)).map(AlertChannel::view);
    }

    @GET
    @Path("/{id}")
    @Allow(roles = {OPERATOR, AUDITOR})
    public AlertChannel.View get(@PathParam("id") String id) {
        return channels.find(parse(id)).map(AlertChannel::view).orElseThrow(Problem::notFound);
    }

    @DELETE
    @Path("/{id}")
    @Allow(roles = OPERATOR)
    public Deleted delete(@PathParam("id") String id, @Context SecurityContext context) {
        acts.delete(parse(id), Call.of(context));
        return new Deleted(id, "alert_channel", true);
    }

    /** Sends something now; 200 when it has arrived, 409 with the reason when it has not. */
    @POST
    @Path("/{id}/test")
    @Allow(roles = OPERATOR)
    public AlertChannel.View test(@PathParam("id") String id, Body<Nothing> body, @Context SecurityContext context) {
        return acts.test(parse(id), Call.of(context)).view();
    }

    private static UUID parse(String id) {
        return IdKind.ALERT_CHANNEL.parse(id).orElseThrow(Problem::notFound);
    }
}
