package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.processor.Finding;
import io.counterfoil.domain.processor.Inquiry;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.recovery.Rounds;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Brings payments to their end that lost their request: orphaned by a crash, or without an answer from the processor.
 * It asks the processor and never charges again. Several servers share the work.
 */
@Singleton
final class Recovery {

    private final Payments payments;
    private final Idempotency idempotency;
    private final Inquiry inquiry;
    private final Settlement settlement;
    private final Rounds rounds;

    @Inject
    Recovery(Payments payments, Idempotency idempotency, Inquiry inquiry, Settlement settlement, Rounds rounds) {
        this.payments = payments;
        this.idempotency = idempotency;
        this.inquiry = inquiry;
        this.settlement = settlement;
        this.rounds = rounds;
    }

    void start(@Observes DatabaseReady ready) {
        rounds.recover("Payment", payments::claimDue, this::recover);
        rounds.watch("Payment", payments.unfinished(), late -> IdKind.PAYMENT.text(late.id()));
    }

    private void recover(Payment payment) {
        payments.unfinished().attend(payment.merchantId, payment.id, () -> ask(payment));
    }

    private void ask(Payment payment) {
        Keyed keyed = idempotency.claimed(payment.merchantId, payment.livemode, payment.idempotencyKey());
        Finding finding = inquiry.about(payment.charge(), payment.livemode, payment.callOver());
        if (finding instanceof Finding.Settled settled) {
            settlement.settle(payment, keyed, settled.outcome());
        } else if (finding instanceof Finding.NeverWillBe) {
            settlement.settleAsNotCharged(payment, keyed);
        } else {
            settlement.postpone(payment, keyed, Pace.pause(payment.timesAsked));
        }
    }
}
