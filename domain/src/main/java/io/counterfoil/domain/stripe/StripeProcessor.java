package io.counterfoil.domain.stripe;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.processor.Charge;
import io.counterfoil.domain.processor.Finding;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.processor.PaymentProcessor;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Stripe. What it says is believed only where it can't be read in two ways; all else is unknown, and asked about. */
@Singleton
final class StripeProcessor implements PaymentProcessor {

    private static final Logger LOG = Logger.getLogger(StripeProcessor.class.getName());
    private static final Pattern PAYMENT_METHOD = Pattern.compile("pm_[A-Za-z0-9_]{3,200}");

    /** What Stripe's search documents as usual is a minute, in trouble an hour. */
    private static final Duration CONSISTENCY = Duration.ofHours(1);

    private final Intents intents;
    private final Guard guard;
    private final Duration callLimit;

    @Inject
    StripeProcessor(Intents intents, Guard guard, ConfigurationSource configuration) {
        this.intents = intents;
        this.guard = guard;
        this.callLimit = StripeSettings.TIMEOUT.in(configuration);
    }

    /** Live mode is configured whole, or not at all. */
    void demandWhole(@Observes DatabaseOpened opened, ConfigurationSource configuration) {
        boolean urlIsSet = configuration.value(StripeSettings.URL.name()).isPresent();
        if (urlIsSet && !intents.configured()) {
            throw new DatabaseRefused("Live mode is half configured: COUNTERFOIL_STRIPE_URL is set without"
                    + " COUNTERFOIL_STRIPE_KEY. Set both, or neither.");
        }
        if (intents.configured() && ServerSettings.ENVIRONMENT.in(configuration) != Environment.PRODUCTION) {
            throw new DatabaseRefused("COUNTERFOIL_STRIPE_KEY is a live key, and COUNTERFOIL_ENV is development: real"
                    + " money moves in production only.");
        }
    }

    @Override
    public boolean serves(boolean livemode) {
        return livemode && intents.configured();
    }

    @Override
    public boolean knows(String paymentMethod) {
        return PAYMENT_METHOD.matcher(paymentMethod).matches();
    }

    /** Three requests at most, one of them twice where nobody was there to hear it. */
    @Override
    public Duration timeLimit() {
        return callLimit.multipliedBy(4);
    }

    @Override
    public Duration consistencyDelay() {
        return CONSISTENCY;
    }

    @Override
    public Outcome charge(Charge charge) {
        return guarded("not_charged", () -> {
            PaymentIntent intent = intents.create(charge);
            try {
                return Reading.outcome(intents.confirm(intent, charge));
            } catch (InvalidRequestException unclear) {
                // Refused to confirm, for a reason that may be an earlier request of ours.
                return new Outcome.Unknown();
            }
        });
    }

    @Override
    public Outcome carryOut(Instruction instruction) {
        return guarded("not_done", () -> {
            Optional<PaymentIntent> intent = intents.find(instruction.charge());
            return intent.isPresent()
                    ? carryOut(instruction, intent.get())
                    : new Outcome.Declined("charge_not_found", "charge_not_found");
        });
    }

    private Outcome carryOut(Instruction instruction, PaymentIntent intent) throws StripeException {
        return switch (instruction.kind()) {
            case CAPTURE -> Reading.captured(intents.capture(intent, instruction));
            case VOID ->
                Reading.voided(intents.cancel(intent, instruction.reference().toString()));
            case REFUND -> Reading.refunded(intents.refund(intent, instruction));
        };
    }

    @Override
    public Finding lookUp(Charge charge) {
        return asked(() -> {
            Optional<PaymentIntent> intent = intents.find(charge);
            if (intent.isEmpty()) {
                return new Finding.NotFound();
            }
            if (!Reading.unconfirmed(intent.get())) {
                return Reading.finding(Reading.outcome(intent.get()), intent.get());
            }
            PaymentIntent closed = intents.cancel(intent.get(), charge.reference() + "-close");
            return Reading.cancelled(closed) ? new Finding.NeverWillBe() : new Finding.NotYetKnown();
        });
    }

    /** While its key lives, the same request once more is the question; later the intent and its refunds tell. */
    @Override
    public Finding lookUp(Instruction instruction) {
        if (intents.keyLives(instruction.reference())) {
            return asked(() -> {
                Optional<PaymentIntent> intent = intents.find(instruction.charge());
                return intent.isEmpty()
                        ? new Finding.NeverWillBe()
                        : Reading.finding(carryOutAgain(instruction, intent.get()));
            });
        }
        return asked(() -> {
            Optional<PaymentIntent> intent = intents.find(instruction.charge());
            return intent.isEmpty() ? new Finding.NeverWillBe() : trace(instruction, intent.get());
        });
    }

    private Outcome carryOutAgain(Instruction instruction, PaymentIntent intent) throws StripeException {
        try {
            return carryOut(instruction, intent);
        } catch (CardException | InvalidRequestException refused) {
            return Reading.declined(refused);
        }
    }

    private Finding trace(Instruction instruction, PaymentIntent intent) throws StripeException {
        if (instruction.kind() == Instruction.Kind.REFUND) {
            return intents.findRefund(intent, instruction)
                    .map(refund -> Reading.finding(Reading.refunded(refund)))
                    .orElseGet(Finding.NotFound::new);
        }
        Outcome outcome =
                instruction.kind() == Instruction.Kind.CAPTURE ? Reading.captured(intent) : Reading.voided(intent);
        return outcome instanceof Outcome.Known known ? new Finding.Settled(known) : new Finding.NotFound();
    }

    /** Makes a call that moves money, if it may be made now; one that wasn't made moved nothing, for certain. */
    private Outcome guarded(String notMade, Callable<Outcome> call) {
        try {
            return guard.move(call);
        } catch (CardException | InvalidRequestException refused) {
            return Reading.declined(refused);
        } catch (CircuitBreakerOpenException | BulkheadException notSent) {
            return new Outcome.Declined(notMade, notMade);
        } catch (Exception unclear) {
            log(unclear);
            return new Outcome.Unknown();
        }
    }

    private Finding asked(Callable<Finding> question) {
        try {
            return guard.ask(question);
        } catch (Exception unclear) {
            log(unclear);
            return new Finding.NotYetKnown();
        }
    }

    /** The kind of trouble only: Stripe's messages may repeat what was sent. */
    private static void log(Exception unclear) {
        LOG.log(
                Level.WARNING,
                "Stripe did not say what became of it ({0}); it will be asked.",
                unclear.getClass().getSimpleName());
    }
}
