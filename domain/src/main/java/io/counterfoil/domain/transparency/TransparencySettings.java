package io.counterfoil.domain.transparency;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.nio.file.Path;
import java.util.List;

/** What an operator may set about the public logs. */
public final class TransparencySettings implements SettingsCatalog {

    static final Setting<String> ORIGIN = new Setting<>(
            "counterfoil.transparency.origin",
            "a URL without the scheme, such as pay.example.com/transparency",
            "",
            "The name of the public logs for ever; by default host, port and /transparency at the first start. Another"
                    + " one begins new logs.",
            TransparencySettings::origin);
    static final Setting<Path> RECORD = Setting.path(
            "counterfoil.transparency.record",
            "",
            "The file of published checkpoints, which must outlive the database. By default in the home; several"
                    + " servers share one.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(ORIGIN, RECORD);
    }

    /** Where published checkpoints are remembered. */
    public static Path record(ConfigurationSource source) {
        return RECORD.find(source)
                .orElseGet(() -> ServerSettings.HOME.in(source).resolve("transparency/published-checkpoints"));
    }

    /** What the logs are called where nobody named them. */
    static String fallbackOrigin(ConfigurationSource source) {
        String host = ServerSettings.HOST.in(source);
        return (host.matches("[A-Za-z0-9.-]+") ? host : "localhost") + ":" + ServerSettings.HTTPS_PORT.in(source)
                + "/transparency";
    }

    private static String origin(String text) {
        if (!text.matches("[A-Za-z0-9.:/_-]*[A-Za-z0-9_-]") || text.contains("://")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
