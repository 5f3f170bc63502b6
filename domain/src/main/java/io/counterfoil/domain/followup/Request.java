package io.counterfoil.domain.followup;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.payment.Standing;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.rest.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant wants done about a payment.
 *
 * @param amount in the currency's minor unit; without one it is all there is
 */
record Request(UUID id, Instruction.Kind kind, UUID payment, Optional<Long> amount, UUID apiKey, Instant at) {

    /** The body of a capture or a refund, as it was sent. */
    record Amount(@Nullable Long amount) {}

    /** The body of a void. */
    record Nothing() {}

    /** What it is about, as it stands outside: captures and voids have no name there. */
    String resource() {
        return kind == Instruction.Kind.REFUND ? IdKind.REFUND.text(id) : IdKind.PAYMENT.text(payment);
    }

    /**
     * The amount that is meant, for a payment that stands like this.
     *
     * @throws Problem when the payment's state or the amount doesn't allow it; how much all refunds together may give back
     *     is PostgreSQL's to say
     */
    long amountOf(Standing payment) {
        if (amount.isPresent() && amount.get() < 1) {
            throw Problem.invalid("amount", "Send a whole number of the currency's minor unit, at least 1.");
        }
        if (kind == Instruction.Kind.REFUND) {
            payment.demandTaken();
            long wanted = amount.orElse(payment.refundable());
            if (wanted == 0) {
                throw Problem.conflict("nothing_to_refund", "All that was captured went back, or is on its way back.");
            }
            return wanted;
        }
        payment.demandHeld();
        long wanted = amount.orElse(payment.amount());
        if (wanted > payment.amount()) {
            throw Problem.invalid("amount", "No more can be captured than was authorised. See the payment's amount.");
        }
        return wanted;
    }
}
