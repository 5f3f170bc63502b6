package io.counterfoil.domain.payment;

import io.counterfoil.domain.processor.Charge;
import io.counterfoil.domain.rest.Problem;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a payment stands. Amounts are in the currency's minor unit.
 *
 * @param amount what was authorised
 * @param refundable what was captured and neither went back nor is on its way back
 */
public record Standing(
        UUID merchant,
        UUID payment,
        boolean livemode,
        PaymentStatus status,
        long amount,
        long refundable,
        String currency,
        String paymentMethod,
        boolean capture,
        Optional<String> orderReference,
        Optional<UUID> customer,
        String idempotencyKey) {

    /** The charge behind the payment, as the processor knows it. */
    public Charge charge() {
        return new Charge(merchant, payment, amount, currency, paymentMethod, capture);
    }

    /**
     * Lets only an authorised payment through.
     *
     * @throws Problem 409 for any other
     */
    public void demandHeld() {
        demand(PaymentStatus.REQUIRES_CAPTURE);
    }

    /**
     * Lets only a captured payment through.
     *
     * @throws Problem 409 for any other
     */
    public void demandTaken() {
        demand(PaymentStatus.SUCCEEDED);
    }

    private void demand(PaymentStatus wanted) {
        if (status != wanted) {
            throw Problem.conflict(
                            "payment_" + status.text(),
                            "The payment is %s; this is possible only while it is %s."
                                    .formatted(status.text(), wanted.text()))
                    .with("status_of_payment", status.text());
        }
    }
}
