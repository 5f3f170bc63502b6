package io.counterfoil.domain.followup;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.Balances;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What is known of a follow-up now: its stored answer once it has come to its end, else 202 and how it stands. */
@Singleton
final class Truth {

    private final Transactions transactions;
    private final Idempotency idempotency;
    private final Balances balances;
    private final FollowUps followUps;
    private final Views views;

    @Inject
    Truth(Transactions transactions, Idempotency idempotency, Balances balances, FollowUps followUps, Views views) {
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.balances = balances;
        this.followUps = followUps;
        this.views = views;
    }

    Answer of(Keyed keyed, UUID payment) {
        return transactions.commit(() -> {
            FollowUp followUp = followUps.find(keyed, payment).orElseThrow(Truth::unreadable);
            if (!followUp.status.equals(FollowUp.PROCESSING)) {
                return idempotency.finished(keyed).orElseThrow(Truth::unreadable);
            }
            followUp.outcome = FollowUp.UNKNOWN;
            return views.answer(followUp, keyed, balances.find(keyed.merchant(), keyed.livemode(), payment));
        });
    }

    private static Problem unreadable() {
        return Problem.unavailable("It can't be read right now. Send the request again.");
    }
}
