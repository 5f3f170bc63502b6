package io.counterfoil.domain.apikey;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.network.Network;
import io.counterfoil.domain.processor.Processors;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Scopes;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.domain.rest.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a new key may be like, and who may ask for it. */
@Singleton
final class ApiKeyRules {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_ENTRIES = 50;

    private final InstantSource time;
    private final Processors processors;
    private final Scopes scopes;
    private final boolean production;

    @Inject
    ApiKeyRules(InstantSource time, Processors processors, Scopes scopes, ConfigurationSource configuration) {
        this.time = time;
        this.processors = processors;
        this.scopes = scopes;
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
                scopes(wanted.scopes()),
                entries(
                        "ip_allow_list",
                        wanted.ipAllowList(),
                        "Send addresses or networks such as 192.0.2.0/24 or 2001:db8::/32.",
                        entry -> Network.parse(entry).isPresent()),
                Optional.ofNullable(wanted.expiresAt()).map(text -> Times.toCome("expires_at", text, time.instant())));
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
        demandPossible(livemode);
        return livemode;
    }

    /**
     * Demands that a key of that mode can be made here.
     *
     * @throws Problem 400 that says why not
     */
    void demandPossible(boolean livemode) {
        impossible(livemode).ifPresent(why -> {
            throw Problem.invalid("livemode", why);
        });
    }

    /**
     * Why no key of that mode can be made: live ones are in production only, and where live payments can be made, whatever
     * a database holds that came from elsewhere.
     */
    Optional<String> impossible(boolean livemode) {
        if (livemode && !production) {
            return Optional.of("Live keys exist in production only: COUNTERFOIL_ENV is development.");
        }
        return livemode && !processors.serve(true)
                ? Optional.of("Live keys exist where live payments can be made only: no live processor is configured.")
                : Optional.empty();
    }

    private List<String> scopes(@Nullable List<@Nullable String> wanted) {
        if (wanted == null) {
            return List.of();
        }
        Set<String> known = scopes.all();
        String advice = "There are " + String.join(", ", known) + ".";
        if (wanted.isEmpty()) {
            throw Problem.invalid(
                    "scopes",
                    "Name at least one scope, or leave scopes out for a key that may do everything. " + advice);
        }
        return entries("scopes", wanted, advice, known::contains);
    }

    private static List<String> entries(
            String param, @Nullable List<@Nullable String> entries, String advice, Predicate<String> allowed) {
        if (entries == null) {
            return List.of();
        }
        if (entries.size() > MOST_ENTRIES) {
            throw Problem.invalid(param, "Send at most " + MOST_ENTRIES + " entries.");
        }
        Set<String> checked = new LinkedHashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            String entry = entries.get(i);
            if (entry == null || !allowed.test(entry)) {
                throw Problem.invalid(param, "Entry " + (i + 1) + " is not allowed. " + advice);
            }
            checked.add(entry);
        }
        return List.copyOf(checked);
    }
}
