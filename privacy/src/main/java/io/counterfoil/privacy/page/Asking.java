package io.counterfoil.privacy.page;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.customer.EmailAddress;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.NewRequest;
import io.counterfoil.privacy.request.Origin;
import io.counterfoil.privacy.request.RequestType;
import io.counterfoil.privacy.request.Requests;
import io.counterfoil.privacy.request.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asks. Whether the address is known is not looked up here, so neither the answer nor its time can tell: the same
 * row is written for everybody, and everybody gets the same letter.
 */
@Singleton
final class Asking {

    private final Requests requests;
    private final Times times;
    private final boolean livemode;

    @Inject
    Asking(Requests requests, Times times, ConfigurationSource configuration) {
        this.requests = requests;
        this.times = times;
        this.livemode = ServerSettings.ENVIRONMENT.in(configuration) == Environment.PRODUCTION;
    }

    void ask(UUID merchant, @Nullable String wanted, @Nullable String email, Locale language) {
        RequestType type = Optional.ofNullable(wanted)
                .flatMap(RequestType::parse)
                .filter(known -> known == RequestType.ACCESS || known == RequestType.ERASURE)
                .orElseThrow(() -> Problem.invalid("type", "Send access or erasure."));
        if (email == null || !EmailAddress.valid(email.strip())) {
            throw Problem.invalid("email", "Send an e-mail address.");
        }
        requests.receive(
                new NewRequest(
                        merchant,
                        livemode,
                        type,
                        times.usualRegime(),
                        Origin.SUBJECT,
                        List.of(),
                        Optional.of(email.strip()),
                        language),
                Actor.SUBJECT);
    }
}
