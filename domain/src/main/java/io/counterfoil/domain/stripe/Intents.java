package io.counterfoil.domain.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.processor.Charge;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.recovery.Pace;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Stripe's PaymentIntents and refunds, each made under a key of ours. A charge takes two requests: the first makes an
 * intent that charges nothing, the second confirms it. So a charge that nobody heard of can be closed for good: the first
 * request, sent again under its key, names the intent, and a cancelled intent can't be confirmed any more.
 */
@Singleton
final class Intents {

    private static final String PAYMENT = "counterfoil_payment";
    private static final String REFUND = "counterfoil_refund";

    /** Stripe keeps a key for 24 hours at least. Our ids tell when they were made. */
    private static final Duration KEY_LIFE = Duration.ofHours(23);

    private final Optional<StripeClient> client;
    private final InstantSource time;

    @Inject
    Intents(ConfigurationSource configuration, InstantSource time) {
        this.time = time;
        this.client = StripeSettings.KEY
                .find(configuration)
                .map(key -> StripeClient.builder()
                        .setApiKey(key)
                        .setApiBase(StripeSettings.URL.in(configuration).toString())
                        .setMaxNetworkRetries(0)
                        .setHttpClient(new BoundedHttp(StripeSettings.TIMEOUT.in(configuration)))
                        .build());
    }

    boolean configured() {
        return client.isPresent();
    }

    /** Whether the same request under the same key is still done once only. */
    boolean keyLives(UUID reference) {
        return keyEnd(reference).isAfter(time.instant());
    }

    /** Whether the call that was to charge is over: it is made within the lease or not at all. */
    boolean callOver(UUID reference) {
        return Ids.timeOf(reference).plus(Pace.LEASE).isBefore(time.instant());
    }

    /** Whether nothing has been sent under the key for so long. */
    boolean keyEndedBefore(UUID reference, Duration ago) {
        return keyEnd(reference).plus(ago).isBefore(time.instant());
    }

    private static Instant keyEnd(UUID reference) {
        return Ids.timeOf(reference).plus(KEY_LIFE);
    }

    /** Makes the intent of a charge, or names the one that was made before. */
    PaymentIntent create(Charge charge) throws StripeException {
        PaymentIntentCreateParams params = PaymentIntentCreateParams.builder()
                .setAmount(StripeAmount.of(charge.amount(), charge.currency()))
                .setCurrency(charge.currency().toLowerCase(Locale.ROOT))
                .setPaymentMethod(charge.paymentMethod())
                .addPaymentMethodType("card")
                .setCaptureMethod(
                        charge.capture()
                                ? PaymentIntentCreateParams.CaptureMethod.AUTOMATIC
                                : PaymentIntentCreateParams.CaptureMethod.MANUAL)
                .putMetadata(PAYMENT, IdKind.PAYMENT.text(charge.reference()))
                .build();
        return stripe().v1().paymentIntents().create(params, key(charge.reference() + "-create"));
    }

    /** Takes or authorises the money. */
    PaymentIntent confirm(PaymentIntent intent, Charge charge) throws StripeException {
        PaymentIntentConfirmParams params = PaymentIntentConfirmParams.builder()
                .setErrorOnRequiresAction(true)
                .build();
        return stripe().v1().paymentIntents().confirm(intent.getId(), params, key(charge.reference() + "-confirm"));
    }

    /**
     * The intent of a charge as it is now; only where the search finds it, when its key may be forgotten or names none any
     * more.
     */
    Optional<PaymentIntent> find(Charge charge) throws StripeException {
        if (keyLives(charge.reference())) {
            try {
                String id = create(charge).getId();
                return Optional.of(stripe().v1().paymentIntents().retrieve(id));
            } catch (StripeException failure) {
                if (!Reading.namesNone(failure)) {
                    throw failure;
                }
            }
        }
        return search(charge);
    }

    private Optional<PaymentIntent> search(Charge charge) throws StripeException {
        String query = "metadata['%s']:'%s'".formatted(PAYMENT, IdKind.PAYMENT.text(charge.reference()));
        PaymentIntentSearchParams params =
                PaymentIntentSearchParams.builder().setQuery(query).build();
        Optional<PaymentIntent> found =
                stripe().v1().paymentIntents().search(params).getData().stream().findFirst();
        // the search lags behind: it finds the intent, and the intent tells how it stands
        return found.isEmpty()
                ? found
                : Optional.of(
                        stripe().v1().paymentIntents().retrieve(found.get().getId()));
    }

    /** Lets go of an intent. That is the same however often it is done: it needs no key that would keep a failure. */
    PaymentIntent cancel(PaymentIntent intent) throws StripeException {
        return stripe().v1().paymentIntents().cancel(intent.getId());
    }

    PaymentIntent capture(PaymentIntent intent, Instruction instruction) throws StripeException {
        PaymentIntentCaptureParams params = PaymentIntentCaptureParams.builder()
                .setAmountToCapture(amount(instruction))
                .build();
        return stripe().v1()
                .paymentIntents()
                .capture(intent.getId(), params, key(instruction.reference().toString()));
    }

    Refund refund(PaymentIntent intent, Instruction instruction) throws StripeException {
        RefundCreateParams params = RefundCreateParams.builder()
                .setPaymentIntent(intent.getId())
                .setAmount(amount(instruction))
                .putMetadata(REFUND, IdKind.REFUND.text(instruction.reference()))
                .build();
        return stripe().v1()
                .refunds()
                .create(params, key(instruction.reference().toString()));
    }

    /** The refund as it is now. */
    Refund current(Refund refund) throws StripeException {
        return stripe().v1().refunds().retrieve(refund.getId());
    }

    /** A refund that was made before, by our id in its metadata. */
    Optional<Refund> findRefund(PaymentIntent intent, Instruction instruction) throws StripeException {
        String wanted = IdKind.REFUND.text(instruction.reference());
        RefundListParams params = RefundListParams.builder()
                .setPaymentIntent(intent.getId())
                .setLimit(100L)
                .build();
        for (Refund refund : stripe().v1().refunds().list(params).autoPagingIterable()) {
            if (refund.getMetadata() != null
                    && wanted.equals(refund.getMetadata().get(REFUND))) {
                return Optional.of(refund);
            }
        }
        return Optional.empty();
    }

    private static long amount(Instruction instruction) {
        return StripeAmount.of(instruction.amount(), instruction.charge().currency());
    }

    private StripeClient stripe() {
        return client.orElseThrow(() -> new IllegalStateException("Stripe is not configured"));
    }

    private static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }
}
