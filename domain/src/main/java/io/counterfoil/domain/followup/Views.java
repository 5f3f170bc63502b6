package io.counterfoil.domain.followup;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.payment.Balances;
import io.counterfoil.domain.payment.PaymentView;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.receipt.Receipts;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** How captures, voids and refunds are shown: the first two as the payment that they changed, a refund as itself. */
@Singleton
final class Views {

    private final Balances balances;
    private final Receipts receipts;

    @Inject
    Views(Balances balances, Receipts receipts) {
        this.balances = balances;
        this.receipts = receipts;
    }

    /** What is answered now: 200 or 201 with what became of it, 402 where the processor refused, 202 while unknown. */
    Answer answer(FollowUp followUp, Keyed keyed, Standing payment) {
        if (followUp.status.equals(FollowUp.FAILED)) {
            return Answer.of(402, refusal(followUp).document(keyed.requestId()));
        }
        boolean settled = followUp.status.equals(FollowUp.SUCCEEDED);
        if (followUp.is(Instruction.Kind.REFUND)) {
            return Answer.of(
                    settled ? 201 : 202,
                    refunds(List.of(followUp), payment.currency()).get(0));
        }
        AccessLog.Opener opener = new AccessLog.Opener(IdKind.API_KEY.text(followUp.apiKeyId), keyed.requestId());
        return changed(settled, balances.view(payment, opener, "payment." + followUp.kind));
    }

    static Answer changed(boolean settled, PaymentView payment) {
        return settled ? Answer.of(200, payment) : Answer.of(202, payment.whileUnknown());
    }

    /** Refunds of one payment. */
    List<RefundView> refunds(List<FollowUp> refunds, String currency) {
        List<UUID> wanted = refunds.stream()
                .map(refund -> refund.receiptId)
                .filter(Objects::nonNull)
                .toList();
        Map<UUID, String> found = wanted.isEmpty() ? Map.of() : receipts.bodies(refunds.get(0).merchantId, wanted);
        return refunds.stream().map(refund -> view(refund, currency, found)).toList();
    }

    private static RefundView view(FollowUp refund, String currency, Map<UUID, String> receipts) {
        return new RefundView(
                refund.text(),
                "refund",
                IdKind.PAYMENT.text(refund.paymentId),
                refund.status,
                refund.outcome,
                refund.amount,
                currency,
                refund.livemode,
                refund.failureCode,
                refund.createdAt,
                Optional.ofNullable(refund.receiptId).map(receipts::get).orElse(null));
    }

    static Problem refusal(FollowUp followUp) {
        String next = followUp.endedHold()
                ? "Nothing was captured: the authorisation was over, and the payment is voided. Make a new payment."
                : "The %s was not made, and the payment is as it was before. Use a new Idempotency-Key to try again."
                        .formatted(followUp.kind);
        Problem problem = new Problem(402, String.valueOf(followUp.failureCode), "The processor refused", next, false)
                .with("payment", IdKind.PAYMENT.text(followUp.paymentId));
        if (followUp.is(Instruction.Kind.REFUND)) {
            problem.with("refund", followUp.text());
        }
        return problem;
    }
}
