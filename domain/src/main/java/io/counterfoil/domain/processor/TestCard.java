package io.counterfoil.domain.processor;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The payment methods of test mode, each with the end that its charges come to. */
enum TestCard {
    VISA("pm_card_visa", Trouble.NONE, null, null),
    MASTERCARD("pm_card_mastercard", Trouble.NONE, null, null),
    DECLINED("pm_card_declined", Trouble.NONE, "card_declined", "generic_decline"),
    INSUFFICIENT_FUNDS("pm_card_insufficient_funds", Trouble.NONE, "card_declined", "insufficient_funds"),
    EXPIRED("pm_card_expired", Trouble.NONE, "expired_card", "expired_card"),
    INCORRECT_CVC("pm_card_incorrect_cvc", Trouble.NONE, "incorrect_cvc", "incorrect_cvc"),
    PROCESSING_ERROR("pm_card_processing_error", Trouble.NONE, "processing_error", "processing_error"),
    TIMEOUT_THEN_CHARGED("pm_card_timeout_then_charged", Trouble.ANSWER_LOST, null, null),
    TIMEOUT_NOT_CHARGED("pm_card_timeout_not_charged", Trouble.REQUEST_LOST, null, null),
    REFUND_DECLINED("pm_card_refund_declined", Trouble.NONE, null, null),
    REFUND_TIMEOUT("pm_card_refund_timeout_then_refunded", Trouble.NONE, null, null);

    /** What goes wrong on the way to the processor or back. */
    enum Trouble {
        NONE,
        ANSWER_LOST,
        REQUEST_LOST
    }

    private final String paymentMethod;
    private final Trouble trouble;
    private final @Nullable String code;
    private final @Nullable String declineCode;

    TestCard(String paymentMethod, Trouble trouble, @Nullable String code, @Nullable String declineCode) {
        this.paymentMethod = paymentMethod;
        this.trouble = trouble;
        this.code = code;
        this.declineCode = declineCode;
    }

    static Optional<TestCard> of(String paymentMethod) {
        return Arrays.stream(values())
                .filter(card -> card.paymentMethod.equals(paymentMethod))
                .findFirst();
    }

    Trouble trouble() {
        return trouble;
    }

    /** The end that a charge comes to once it reaches the processor. */
    Outcome.Known result(boolean capture) {
        if (code != null && declineCode != null) {
            return new Outcome.Declined(code, declineCode);
        }
        return capture ? new Outcome.Succeeded() : new Outcome.RequiresCapture();
    }

    /** The end that a capture, void or refund of a charge comes to. */
    Outcome.Known resultOf(Instruction.Kind kind) {
        return this == REFUND_DECLINED && kind == Instruction.Kind.REFUND
                ? new Outcome.Declined("refund_declined", "refund_declined")
                : new Outcome.Succeeded();
    }

    /** Whether what was done is not heard of at once. */
    boolean losesAnswerTo(Instruction.Kind kind) {
        return this == REFUND_TIMEOUT && kind == Instruction.Kind.REFUND;
    }
}
