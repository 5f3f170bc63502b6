package io.counterfoil.privacy.link;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What an operator may set about links to people. */
public final class LinkSettings implements SettingsCatalog {

    static final Setting<URI> URL = new Setting<>(
            "counterfoil.privacy.url",
            "an https URL without a path, such as https://pay.example.com",
            "",
            "Where people reach the privacy page; by default host and port of this server.",
            LinkSettings::https);
    static final Setting<Duration> LIFETIME = Setting.duration(
            "counterfoil.privacy.link.lifetime",
            Duration.ofMinutes(5),
            Duration.ofDays(14),
            Duration.ofDays(3),
            "How long a link that confirms a privacy request works.");

    private static URI https(String text) {
        URI uri = URI.create(text);
        if (!String.valueOf(uri.getScheme()).equals("https")
                || uri.getHost() == null
                || !uri.getRawPath().isEmpty()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not a base URL");
        }
        return uri;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(URL, LIFETIME);
    }
}
