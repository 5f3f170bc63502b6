package io.counterfoil.domain.stripe;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeError;
import io.counterfoil.domain.processor.Finding;
import io.counterfoil.domain.processor.Outcome;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Stripe's words mean. A word that is not on the list means nothing yet. */
final class Reading {

    private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");
    /** In small letters: the library compares names in the machine's language, and in Turkish a capital I is another letter. */
    private static final String REPLAYED = "idempotent-replayed";

    private static final int BAD_REQUEST = 400;
    private static final String CANCELED = "canceled";

    private Reading() {}

    static Outcome outcome(PaymentIntent intent) {
        return switch (status(intent)) {
            case "succeeded" -> new Outcome.Succeeded();
            case "requires_capture" -> new Outcome.RequiresCapture();
            case "requires_payment_method" ->
                intent.getLastPaymentError() == null ? new Outcome.Unknown() : declined(intent.getLastPaymentError());
            default -> new Outcome.Unknown();
        };
    }

    static Outcome captured(PaymentIntent intent) {
        return switch (status(intent)) {
            case "succeeded" -> new Outcome.Succeeded();
            case CANCELED ->
                new Outcome.Declined(Outcome.Declined.AUTHORISATION_EXPIRED, Outcome.Declined.AUTHORISATION_EXPIRED);
            default -> new Outcome.Unknown();
        };
    }

    static Outcome voided(PaymentIntent intent) {
        return switch (status(intent)) {
            case CANCELED -> new Outcome.Succeeded();
            case "succeeded" -> new Outcome.Declined("already_captured", "already_captured");
            default -> new Outcome.Unknown();
        };
    }

    static Outcome refunded(Refund refund) {
        return switch (String.valueOf(refund.getStatus())) {
            case "succeeded" -> new Outcome.Succeeded();
            case "failed", CANCELED -> declined("refund_failed", refund.getFailureReason());
            default -> new Outcome.Unknown();
        };
    }

    static Finding finding(Outcome outcome) {
        return outcome instanceof Outcome.Known known ? new Finding.Settled(known) : new Finding.NotYetKnown();
    }

    /** Like the other, of a charge: a cancelled intent can't be confirmed any more. */
    static Finding finding(Outcome outcome, PaymentIntent intent) {
        return cancelled(intent) ? new Finding.NeverWillBe() : finding(outcome);
    }

    static boolean unconfirmed(PaymentIntent intent) {
        return status(intent).equals("requires_confirmation")
                || (status(intent).equals("requires_payment_method") && intent.getLastPaymentError() == null);
    }

    static boolean cancelled(PaymentIntent intent) {
        return status(intent).equals(CANCELED);
    }

    /**
     * Whether a request that makes an intent has made none that anybody heard of. Had the first one under the key succeeded,
     * Stripe would repeat that; so neither the refusal of it nor a failure that is repeated can follow a success.
     */
    static boolean namesNone(StripeException failure) {
        return replayed(failure)
                || (failure instanceof InvalidRequestException && failure.getStatusCode() == BAD_REQUEST);
    }

    /** Whether Stripe repeats what it first answered to the key: it keeps failures too. */
    static boolean replayed(StripeException failure) {
        return Optional.ofNullable(failure.getStripeError())
                .map(StripeError::getLastResponse)
                .flatMap(response -> response.headers().firstValue(REPLAYED))
                .filter("true"::equals)
                .isPresent();
    }

    static Outcome.Known declined(StripeException refused) {
        StripeError error = refused.getStripeError();
        return error == null ? declined(refused.getCode(), null) : declined(error);
    }

    private static Outcome.Known declined(StripeError error) {
        return declined(error.getCode(), error.getDeclineCode());
    }

    /** Stripe's codes are stable and snake_case, like ours; what is not does not pass. */
    private static Outcome.Known declined(@Nullable String code, @Nullable String finerCode) {
        String coarse = code != null && CODE.matcher(code).matches() ? code : "processor_refused";
        String fine = finerCode != null && CODE.matcher(finerCode).matches() ? finerCode : coarse;
        return new Outcome.Declined(coarse, fine);
    }

    private static String status(PaymentIntent intent) {
        return String.valueOf(intent.getStatus());
    }
}
