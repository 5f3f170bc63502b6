package io.counterfoil.monitoring.alert;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;

/** Names those who act, by the id of their credential. */
final class People {

    private People() {}

    static Alerts.Person of(Call call) {
        String name = call.caller() instanceof Caller.Operator operator
                ? IdKind.OPERATOR_TOKEN.text(operator.token())
                : IdKind.API_KEY.text(call.merchantKey().key());
        return new Alerts.Person(name, call.address());
    }
}
