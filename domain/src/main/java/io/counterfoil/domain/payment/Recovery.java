package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.idempotency.Idempotency;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.processor.Finding;
import io.counterfoil.domain.processor.Processors;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Brings payments to their end that lost their request: orphaned by a crash, or without an answer from the processor.
 * It asks the processor and never charges again. Several servers share the work.
 */
@Singleton
final class Recovery {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int BATCH = 20;

    private final Payments payments;
    private final Idempotency idempotency;
    private final Processors processors;
    private final Settlement settlement;
    private final BackgroundWork work;

    @Inject
    Recovery(
            Payments payments,
            Idempotency idempotency,
            Processors processors,
            Settlement settlement,
            BackgroundWork work) {
        this.payments = payments;
        this.idempotency = idempotency;
        this.processors = processors;
        this.settlement = settlement;
        this.work = work;
    }

    void start(@Observes DatabaseReady ready) {
        work.every(PAUSE, "Payment recovery", this::recoverDue);
    }

    /** Works until nothing is due. */
    void recoverDue() {
        List<Payment> due = payments.claimDue(BATCH, LEASE);
        while (!due.isEmpty()) {
            due.forEach(this::recover);
            due = payments.claimDue(BATCH, LEASE);
        }
    }

    private void recover(Payment payment) {
        Keyed keyed = idempotency.claimed(payment.merchantId, payment.livemode, payment.idempotencyKey());
        Finding finding = processors.of(payment.livemode).lookUp(payment.charge());
        if (finding instanceof Finding.Settled settled) {
            settlement.settle(payment, keyed, settled.outcome());
        } else if (finding instanceof Finding.NeverWillBe) {
            settlement.settleAsNotCharged(payment, keyed);
        } else {
            settlement.postpone(payment, keyed, pause(payment.timesAsked));
        }
    }

    /** 2, 4, 8 … seconds up to an hour, a quarter more or less so that many don't come back at once. */
    private static Duration pause(int timesAsked) {
        long seconds = Math.min(LONGEST_WAIT.toSeconds(), 1L << Math.min(timesAsked, 30));
        return Duration.ofMillis(
                (long) (seconds * 1000 * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }
}
