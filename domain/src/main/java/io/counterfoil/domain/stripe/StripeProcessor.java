package io.counterfoil.domain.stripe;

import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.processor.Charge;
import io.counterfoil.domain.processor.Finding;
import io.counterfoil.domain.processor.Instruction;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.processor.PaymentProcessor;
import io.counterfoil.domain.recovery.Pace;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
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

    /** The launcher has looked at it; in an application server of an operator's own nobody has. */
    void demandWhole(@Observes DatabaseOpened opened, ConfigurationSource configuration) {
        List<String> contradictions = new StripeSettings().contradictions(configuration);
        if (!contradictions.isEmpty()) {
            throw new DatabaseRefused(String.join(" ", contradictions));
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

    @Override
    public long step(String currency) {
        return StripeAmount.step(currency);
    }

    /** Three requests, and all of them once more where nobody was there to hear the last one; each three within a limit. */
    @Override
    public Duration timeLimit() {
        Duration one = callLimit.multipliedBy(3);
        return (one.compareTo(Guard.LONGEST_CALL) < 0 ? one : Guard.LONGEST_CALL)
                .multipliedBy(2)
                .plusSeconds(1);
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

    /** Stripe cancels an intent by itself when its authorisation is over, after seven days: what it says then is no refusal. */
    private Outcome carryOut(Instruction instruction, PaymentIntent intent) throws StripeException {
        boolean over = Reading.cancelled(intent);
        return switch (instruction.kind()) {
            case CAPTURE -> Reading.captured(over ? intent : intents.capture(intent, instruction));
            case VOID -> Reading.voided(over ? intent : intents.cancel(intent));
            case REFUND -> Reading.refunded(intents.refund(intent, instruction));
        };
    }

    @Override
    public Finding lookUp(Charge charge) {
        return asked(() -> {
            Optional<PaymentIntent> intent = intents.find(charge);
            if (intent.isEmpty()) {
                return missing(charge);
            }
            if (!Reading.unconfirmed(intent.get())) {
                return Reading.finding(Reading.outcome(intent.get()), intent.get());
            }
            PaymentIntent closed = intents.cancel(intent.get());
            return Reading.cancelled(closed) ? new Finding.NeverWillBe() : new Finding.NotYetKnown();
        });
    }

    /** While its key lives, there is none only where no request of ours can have got one to confirm. */
    private Finding missing(Charge charge) {
        if (!intents.keyLives(charge.reference())) {
            return new Finding.NotFound();
        }
        return intents.callOver(charge.reference()) ? new Finding.NeverWillBe() : new Finding.NotYetKnown();
    }

    /**
     * The intent and its refunds tell. Where they don't, the same request once more is the question while its key lives. The
     * intent was there when the instruction was given: where the search doesn't find it, that says nothing.
     */
    @Override
    public Finding lookUp(Instruction instruction) {
        return asked(() -> {
            Optional<PaymentIntent> intent = intents.find(instruction.charge());
            if (intent.isEmpty()) {
                return new Finding.NotYetKnown();
            }
            Optional<Finding> seen = trace(instruction, intent.get());
            if (seen.isPresent()) {
                return seen.get();
            }
            return intents.keyLives(instruction.reference())
                    ? carryOutAgain(instruction, intent.get())
                    : notThere(instruction);
        });
    }

    /** What is to be seen of an instruction; nothing where it was not carried out so far. */
    private Optional<Finding> trace(Instruction instruction, PaymentIntent intent) throws StripeException {
        return switch (instruction.kind()) {
            case CAPTURE -> settled(Reading.captured(intent));
            case VOID -> settled(Reading.voided(intent));
            case REFUND ->
                intents.findRefund(intent, instruction).map(refund -> Reading.finding(Reading.refunded(refund)));
        };
    }

    private static Optional<Finding> settled(Outcome outcome) {
        return outcome instanceof Outcome.Known known ? Optional.of(new Finding.Settled(known)) : Optional.empty();
    }

    /**
     * The answer to a key is the first one for ever. Of a refund that was pending then, the refund itself tells. Where it was
     * a failure, no request under the key does anything any more: what is not there by now was not done.
     */
    private Finding carryOutAgain(Instruction instruction, PaymentIntent intent) throws StripeException {
        try {
            return Reading.finding(
                    instruction.kind() == Instruction.Kind.REFUND
                            ? Reading.refunded(intents.current(intents.refund(intent, instruction)))
                            : carryOut(instruction, intent));
        } catch (CardException | InvalidRequestException refused) {
            return new Finding.Settled(Reading.declined(refused));
        } catch (ApiException failed) {
            if (Reading.replayed(failed)) {
                return new Finding.NotFound();
            }
            throw failed;
        }
    }

    /** Until its key ended we have sent it again and again: the last time is what might be on its way still. */
    private Finding notThere(Instruction instruction) {
        return intents.keyEndedBefore(instruction.reference(), Pace.LEASE.plus(CONSISTENCY))
                ? new Finding.NotFound()
                : new Finding.NotYetKnown();
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
