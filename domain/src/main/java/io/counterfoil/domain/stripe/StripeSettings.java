package io.counterfoil.domain.stripe;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.net.URI;
import java.time.Duration;
import java.util.List;

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

    @Override
    public List<Setting<?>> settings() {
        return List.of(KEY, URL, TIMEOUT);
    }

    private static String liveKey(String text) {
        if (!text.matches("[sr]k_live_[A-Za-z0-9]{8,250}")) {
            throw new IllegalArgumentException("no live key");
        }
        return text;
    }
}
