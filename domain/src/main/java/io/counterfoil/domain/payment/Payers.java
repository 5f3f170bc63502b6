package io.counterfoil.domain.payment;

import io.counterfoil.domain.personaldata.DataSubjects;
import io.counterfoil.domain.personaldata.Subject;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Whom a payment may name as the one who pays. */
@Singleton
final class Payers {

    private final DataSubjects subjects;

    @Inject
    Payers(DataSubjects subjects) {
        this.subjects = subjects;
    }

    /**
     * Demands that the payment's customer, if it names one, is the merchant's, of this mode, and that its data may be used.
     *
     * @throws Problem that names the member
     */
    void demandUsable(Payment payment) {
        payment.customer().ifPresent(customer -> {
            switch (subjects.standing(new Subject(payment.merchantId, payment.livemode, customer))) {
                case UNKNOWN -> throw unknown();
                case ERASED -> throw erased();
                case RESTRICTED -> throw Problem.conflict(
                                "customer_restricted",
                                "The use of this customer's data is restricted. Leave the member out, or end the restriction.")
                        .with("param", "customer");
                case PRESENT -> {
                    // it may be named
                }
            }
        });
    }

    static Problem unknown() {
        return Problem.invalid("customer", "There is no such customer. Create it first, or leave the member out.");
    }

    static Problem erased() {
        return Problem.conflict("customer_erased", "This customer was erased. Create another, or leave the member out.")
                .with("param", "customer");
    }
}
