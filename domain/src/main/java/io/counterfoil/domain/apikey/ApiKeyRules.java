package io.counterfoil.domain.apikey;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a new key may be like, and who may ask for it. */
@Singleton
final class ApiKeyRules {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_ENTRIES = 50;
    private static final Pattern SCOPE = Pattern.compile("[a-z_]+:(?:read|write)");
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f:.]{2,45}(?:/[0-9]{1,3})?");

    private final InstantSource time;
    private final boolean production;

    @Inject
    ApiKeyRules(InstantSource time, ConfigurationSource configuration) {
        this.time = time;
        this.production = ServerSettings.ENVIRONMENT.in(configuration) == Environment.PRODUCTION;
    }

    /**
     * Checks a request for a key.
     *
     * @throws Problem that names the member which is not allowed
     */
    NewApiKey check(CreateApiKey wanted, Call call, Predicate<UUID> merchantExists) {
        boolean livemode = livemode(wanted, call);
        return new NewApiKey(
                merchant(wanted, call, merchantExists),
                livemode,
                Text.required("name", wanted.name(), LONGEST_NAME),
                entries("scopes", wanted.scopes(), SCOPE),
                entries("ip_allow_list", wanted.ipAllowList(), NETWORK),
                expiry(wanted.expiresAt()));
    }

    private static UUID merchant(CreateApiKey wanted, Call call, Predicate<UUID> merchantExists) {
        if (call.caller() instanceof Caller.MerchantKey key) {
            if (wanted.merchant() != null
                    && !IdKind.MERCHANT.text(key.merchant()).equals(wanted.merchant())) {
                throw Problem.invalid("merchant", "A merchant's key makes keys of its own merchant only.");
            }
            return key.merchant();
        }
        return Optional.ofNullable(wanted.merchant())
                .flatMap(IdKind.MERCHANT::parse)
                .filter(merchantExists)
                .orElseThrow(() -> Problem.invalid("merchant", "Name the merchant that the key is for."));
    }

    private boolean livemode(CreateApiKey wanted, Call call) {
        boolean own = call.caller() instanceof Caller.MerchantKey key && key.livemode();
        boolean livemode = wanted.livemode() == null ? own : wanted.livemode();
        if (call.caller() instanceof Caller.MerchantKey && livemode != own) {
            throw Problem.invalid("livemode", "A key makes keys of its own mode only.");
        }
        if (livemode && !production) {
            throw Problem.invalid("livemode", "Live keys exist in production only: COUNTERFOIL_ENV is development.");
        }
        return livemode;
    }

    private static List<String> entries(String param, @Nullable List<String> entries, Pattern allowed) {
        if (entries == null) {
            return List.of();
        }
        if (entries.size() > MOST_ENTRIES
                || entries.stream()
                        .anyMatch(entry ->
                                entry == null || !allowed.matcher(entry).matches())) {
            throw Problem.invalid(param, "One of the entries is not allowed. See /openapi.");
        }
        return List.copyOf(entries);
    }

    private Optional<Instant> expiry(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            Instant expiry = Instant.parse(text);
            if (expiry.isAfter(time.instant())) {
                return Optional.of(expiry);
            }
        } catch (DateTimeException unreadable) {
            // refused below, like a time that is past
        }
        throw Problem.invalid("expires_at", "Send a time to come, such as 2030-01-31T00:00:00Z.");
    }
}
