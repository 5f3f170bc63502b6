package io.counterfoil.domain.configuration;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;

/** Where inside the server the value of a setting comes from. */
public enum Origin {
    ENVIRONMENT,
    SYSTEM_PROPERTY,
    /** A file that comes with the code, a variable of the server's configuration: whoever can read those can read it. */
    CONFIGURATION;

    /** Nothing where nothing is set. */
    public static Optional<Origin> of(Setting<?> setting) {
        ConfigValue value = ConfigProvider.getConfig().getConfigValue(setting.name());
        return Optional.ofNullable(value.getValue())
                .filter(text -> !text.isBlank())
                .map(text -> named(String.valueOf(value.getSourceName())));
    }

    static Origin named(String source) {
        String name = source.toLowerCase(Locale.ROOT);
        if (name.contains("environment")) {
            return ENVIRONMENT;
        }
        return name.contains("system") ? SYSTEM_PROPERTY : CONFIGURATION;
    }
}
