package io.counterfoil.privacy.customer;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Body;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeSet;

/**
 * Changes customers for whoever calls, each change with its audit entry: which members, never what they hold. That one was
 * made is said by its own row, as of a payment.
 */
@Singleton
final class Changes {

    private final Records records;
    private final Transactions transactions;
    private final Event<AuditedAct> acts;

    @Inject
    Changes(Records records, Transactions transactions, Event<AuditedAct> acts) {
        this.records = records;
        this.transactions = transactions;
        this.acts = acts;
    }

    Customer create(Caller.MerchantKey owner, CustomerData data) {
        return records.create(owner.merchant(), owner.livemode(), data);
    }

    Customer change(DataSubject subject, Body<CustomerRequest> body, Call call) {
        return transactions.session(session -> {
            Customer changed = records.change(subject, body);
            acts.fire(Actor.of(call)
                    .did(
                            subject.merchant(),
                            "customer.changed",
                            IdKind.CUSTOMER.text(subject.customer()),
                            Map.of(
                                    "fields",
                                    String.join(",", new TreeSet<>(body.tree().propertyNames())))));
            return changed;
        });
    }
}
