package io.counterfoil.privacy.restriction;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects.Standing;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.customer.Customers;
import io.counterfoil.privacy.request.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Ends restrictions. */
@Singleton
final class Lifts {

    private final Transactions transactions;
    private final Customers customers;
    private final Reasons reasons;
    private final Times times;
    private final Ids ids;

    @Inject
    Lifts(Transactions transactions, Customers customers, Reasons reasons, Times times, Ids ids) {
        this.transactions = transactions;
        this.customers = customers;
        this.reasons = reasons;
        this.times = times;
        this.ids = ids;
    }

    /**
     * Lifts a restriction, inside the running transaction.
     *
     * @param toldAt when the person was told that this would happen: not before the restriction, and not after now
     * @throws Problem 404 when there is no such person, 409 when it was erased or is not restricted, 400 when it was told
     *     at another time
     */
    Lift lift(DataSubject subject, Instant toldAt, String reason, String actor) {
        return transactions.session(session -> {
            Instant since = customers.restrictedSince(subject).orElseThrow(() -> refusal(subject));
            Instant now = times.now();
            if (toldAt.isBefore(since) || toldAt.isAfter(now)) {
                throw Problem.invalid(
                        "told_at",
                        "Tell the person first, then send when that was: after the restriction began, and not in the"
                                + " future (GDPR, Article 18 (3)).");
            }
            Lift lift = new Lift(ids.next(), subject, new Lift.Span(since, toldAt, now), actor);
            reasons.seal(lift, reason);
            customers.restrict(subject, false);
            session.insert(lift);
            return lift;
        });
    }

    private Problem refusal(DataSubject subject) {
        Standing standing = customers.standing(subject);
        if (standing == Standing.UNKNOWN) {
            return Problem.notFound();
        }
        return standing == Standing.ERASED
                ? Problem.conflict("customer_erased", "This customer was erased: there is nothing left to use.")
                : Problem.conflict("customer_not_restricted", "The use of this customer's data is not restricted.");
    }
}
