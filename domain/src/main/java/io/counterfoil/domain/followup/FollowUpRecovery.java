package io.counterfoil.domain.followup;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.Balances;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.processor.Finding;
import io.counterfoil.domain.processor.Inquiry;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.recovery.Rounds;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Brings follow-ups to their end that lost their request, by asking the processor and never by doing them again. */
@Singleton
final class FollowUpRecovery {

    private final FollowUps followUps;
    private final Balances balances;
    private final Idempotency idempotency;
    private final Inquiry inquiry;
    private final Completions completions;

    @Inject
    FollowUpRecovery(
            FollowUps followUps, Balances balances, Idempotency idempotency, Inquiry inquiry, Completions completions) {
        this.followUps = followUps;
        this.balances = balances;
        this.idempotency = idempotency;
        this.inquiry = inquiry;
        this.completions = completions;
    }

    void start(@Observes DatabaseReady ready, Rounds rounds) {
        rounds.recover("Follow-up", followUps::claimDue, this::recover);
        rounds.watch("Follow-up", followUps.unfinished(), late -> IdKind.REFUND.text(late.id()));
    }

    private void recover(FollowUp followUp) {
        followUps.unfinished().attend(followUp.merchantId, followUp.id, () -> ask(followUp));
    }

    private void ask(FollowUp followUp) {
        Keyed keyed = idempotency.claimed(followUp.merchantId, followUp.livemode, followUp.idempotencyKey());
        Standing payment = balances.find(followUp.merchantId, followUp.livemode, followUp.paymentId);
        Finding finding = inquiry.about(followUp.instruction(payment), followUp.livemode, followUp.callOver());
        if (finding instanceof Finding.Settled settled) {
            completions.complete(followUp, keyed, settled.outcome());
        } else if (finding instanceof Finding.NeverWillBe) {
            completions.completeAsNotDone(followUp, keyed);
        } else {
            completions.postpone(followUp, keyed, Pace.pause(followUp.timesAsked));
        }
    }
}
