package io.counterfoil.monitoring.alert;

import static io.counterfoil.domain.rest.Caller.Role.AUDITOR;
import static io.counterfoil.domain.rest.Caller.Role.OPERATOR;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/alert-rules}: for operators. */
@Path("/v1/alert-rules")
@Singleton
public final class AlertRulesResource {

    private final AlertRules rules;
    private final Transactions transactions;
    private final Event<AuditedAct> acts;

    @Inject
    public AlertRulesResource(AlertRules rules, Transactions transactions, Event<AuditedAct> acts) {
        this.rules = rules;
        this.transactions = transactions;
        this.acts = acts;
    }

    @GET
    @Allow(roles = {OPERATOR, AUDITOR})
    public Page<AlertRules.View> list() {
        return new Page<>(
                "list", rules.all().stream().map(AlertRules.Rule::view).toList(), false);
    }

    @GET
    @Path("/{name}")
    @Allow(roles = {OPERATOR, AUDITOR})
    public AlertRules.View get(@PathParam("name") String name) {
        return rules.named(demand(name)).view();
    }

    @PUT
    @Path("/{name}")
    @Allow(roles = OPERATOR)
    public AlertRules.View change(
            @PathParam("name") String name, Body<RuleChange> body, @Context SecurityContext context) {
        KnownRule known = KnownRules.named(demand(name));
        Alerts.Person person = People.of(Call.of(context));
        AlertRules.Rule changed = transactions.commit(() -> {
            AlertRules.Rule rule =
                    rules.change(name, person.name(), old -> body.content().applyTo(old, body.tree(), known));
            acts.fire(new AuditedAct(
                    Optional.empty(),
                    person.name(),
                    "alert_rule.changed",
                    name,
                    "done",
                    person.address(),
                    Map.of("version", Integer.toString(rule.version()))));
            return rule;
        });
        rules.refresh();
        return changed.view();
    }

    private static String demand(String name) {
        if (!KnownRules.has(name)) {
            throw Problem.notFound();
        }
        return name;
    }
}
