package io.counterfoil.domain.stripe;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an operator may set about Stripe. Without a key live mode has no processor, and test mode is all there is. */
public final class StripeSettings implements SettingsCatalog {

    static final Setting<String> KEY = new Setting<>(
            "counterfoil.stripe.key",
            "a live key of Stripe's, secret (sk_live_…) or restricted (rk_live_…)",
            "",
            "The key that live payments are made with.",
            StripeSettings::liveKey);

    static final Setting<URI> URL =
            Setting.service("counterfoil.stripe.url", "https://api.stripe.com", "Where Stripe is.");

    static final Setting<Duration> TIMEOUT = Setting.duration(
            "counterfoil.stripe.timeout",
            Duration.ofSeconds(1),
            Duration.ofSeconds(12),
            Duration.ofSeconds(8),
            "How long one call to Stripe may take, its answer's last byte included.");

    /** {@link Guard#move} has it; the rest of a server's capacity serves whoever only reads. */
    static final Setting<Integer> CONCURRENCY = Setting.number(
            "counterfoil.stripe.concurrency",
            8,
            2_000,
            200,
            "How many calls to Stripe that move money one server makes at the same time; more are answered not_charged.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(KEY, URL, TIMEOUT, CONCURRENCY);
    }

    /** Live mode is configured whole, or not at all. */
    @Override
    public List<String> contradictions(ConfigurationSource source) {
        boolean key = KEY.find(source).isPresent();
        boolean production = ServerSettings.ENVIRONMENT.in(source) == Environment.PRODUCTION;
        List<String> found = new ArrayList<>();
        if (!key) {
            Stream.of(URL, TIMEOUT, CONCURRENCY)
                    .filter(setting -> source.value(setting.name()).isPresent())
                    .forEach(setting -> found.add("Live mode is half configured: " + setting.variable()
                            + " is set without COUNTERFOIL_STRIPE_KEY. Set the key too, or neither."));
        }
        if (key && !production) {
            found.add("COUNTERFOIL_STRIPE_KEY is a live key, and COUNTERFOIL_ENV is development: real money moves in"
                    + " production only.");
        }
        return found;
    }

    private static String liveKey(String text) {
        if (!text.matches("[sr]k_live_[A-Za-z0-9]{8,250}")) {
            throw new IllegalArgumentException("no live key");
        }
        return text;
    }
}
