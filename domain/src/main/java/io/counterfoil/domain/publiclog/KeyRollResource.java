package io.counterfoil.domain.publiclog;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Roll;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.transparency.KeptLog;
import io.counterfoil.domain.transparency.LogKeys;
import io.counterfoil.domain.transparency.Logs;
import io.counterfoil.domain.transparency.StoredLog;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/transparency}: what the operator may do to a log. */
@Path("/v1/transparency/{log}")
@Singleton
public final class KeyRollResource {

    private final Logs logs;
    private final LogKeys keys;
    private final Transactions transactions;
    private final Idempotency idempotency;
    private final Event<AuditedAct> acts;

    @Inject
    public KeyRollResource(
            Logs logs, LogKeys keys, Transactions transactions, Idempotency idempotency, Event<AuditedAct> acts) {
        this.logs = logs;
        this.keys = keys;
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.acts = acts;
    }

    /** Gives the log a new key. Those before sign beside it for a while; what they signed stays valid for ever. */
    @POST
    @Path("/key/roll")
    @Allow(roles = Caller.Role.OPERATOR)
    public Response roll(@PathParam("log") String name, Body<Roll> body, @Context SecurityContext context) {
        KeptLog log = logs.named(name).orElseThrow(Problem::notFound);
        Call call = Call.of(context);
        Answer answer = idempotency.once(call, body.tree(), () -> {
            StoredLog current = logs.current(log);
            LogKeys.Rolled rolled =
                    keys.roll(transactions.sql(), log, current, body.content().overlap());
            Actor actor = Actor.of(call);
            acts.fire(new AuditedAct(
                    Optional.empty(),
                    actor.id(),
                    "log_key.rolled",
                    current.origin(),
                    "done",
                    actor.address(),
                    Map.of("key", rolled.key())));
            return Answer.created(rolled);
        });
        logs.announceKeys(log);
        return answer.response();
    }
}
