package io.counterfoil.privacy.desk;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.merchant.Merchants;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects.Standing;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.customer.Customers;
import io.counterfoil.privacy.customer.EmailAddress;
import io.counterfoil.privacy.deadline.Regime;
import io.counterfoil.privacy.request.NewRequest;
import io.counterfoil.privacy.request.Origin;
import io.counterfoil.privacy.request.RequestType;
import io.counterfoil.privacy.request.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what was sent into a request: about people whom the merchant has, in its own mode. */
@Singleton
final class Intake {

    private final Merchants merchants;
    private final Customers customers;
    private final Times times;

    @Inject
    Intake(Merchants merchants, Customers customers, Times times) {
        this.merchants = merchants;
        this.customers = customers;
        this.times = times;
    }

    /**
     * Checks what was sent.
     *
     * @throws Problem that names the member which is not allowed
     */
    NewRequest check(CreateRequest sent, Call call) {
        RequestType type = Optional.ofNullable(sent.type())
                .flatMap(RequestType::parse)
                .orElseThrow(() ->
                        Problem.invalid("type", "Send access, portability, erasure, rectification or restriction."));
        Regime regime = sent.regime() == null
                ? times.usualRegime()
                : Regime.parse(sent.regime()).orElseThrow(() -> Problem.invalid("regime", "Send gdpr or ccpa."));
        boolean own = call.caller() instanceof Caller.MerchantKey;
        UUID merchant = merchant(sent, call);
        boolean livemode = livemode(sent, call);
        return new NewRequest(
                merchant,
                livemode,
                type,
                regime,
                own ? Origin.MERCHANT : Origin.OPERATOR,
                customers(sent, merchant, livemode),
                Optional.empty(),
                Locale.ENGLISH);
    }

    private UUID merchant(CreateRequest sent, Call call) {
        if (call.caller() instanceof Caller.MerchantKey key) {
            if (sent.merchant() != null && !IdKind.MERCHANT.text(key.merchant()).equals(sent.merchant())) {
                throw Problem.invalid("merchant", "A merchant's key asks about its own customers only.");
            }
            return key.merchant();
        }
        return Optional.ofNullable(sent.merchant())
                .flatMap(IdKind.MERCHANT::parse)
                .filter(merchants::exists)
                .orElseThrow(() -> Problem.invalid("merchant", "Name the merchant whose customer it is about."));
    }

    private static boolean livemode(CreateRequest sent, Call call) {
        if (call.caller() instanceof Caller.MerchantKey key) {
            if (sent.livemode() != null && !sent.livemode().equals(key.livemode())) {
                throw Problem.invalid("livemode", "A key asks about customers of its own mode only.");
            }
            return key.livemode();
        }
        return sent.livemode() != null && sent.livemode();
    }

    private List<UUID> customers(CreateRequest sent, UUID merchant, boolean livemode) {
        if ((sent.customer() == null) == (sent.email() == null)) {
            throw Problem.invalid(
                    sent.customer() == null ? "customer" : "email", "Send the customer's id or an e-mail address.");
        }
        return sent.customer() == null
                ? withEmail(sent.email(), merchant, livemode)
                : List.of(IdKind.CUSTOMER
                        .parse(sent.customer())
                        .filter(id -> customers.standing(new DataSubject(merchant, livemode, id)) != Standing.UNKNOWN)
                        .orElseThrow(() -> Problem.invalid("customer", "There is no such customer.")));
    }

    private List<UUID> withEmail(@Nullable String email, UUID merchant, boolean livemode) {
        if (email == null || !EmailAddress.valid(email)) {
            throw Problem.invalid("email", "Send an e-mail address.");
        }
        List<UUID> found = customers.withEmail(merchant, livemode, email).stream()
                .map(DataSubject::customer)
                .toList();
        if (found.isEmpty()) {
            throw Problem.invalid("email", "No customer has this e-mail address.");
        }
        return found;
    }
}
