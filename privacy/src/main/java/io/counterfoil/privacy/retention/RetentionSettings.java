package io.counterfoil.privacy.retention;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an operator may set about how long personal data are kept. */
public final class RetentionSettings implements SettingsCatalog {

    private static final Setting<Map<String, Duration>> FIELDS = new Setting<>(
            "counterfoil.privacy.retention",
            "columns and ISO 8601 durations, such as customer.phone=P730D, separated by commas",
            "",
            "How long single fields are kept; after that a sweep removes them. By default until they are erased.",
            RetentionSettings::parse);

    @Override
    public List<Setting<?>> settings() {
        return List.of(FIELDS);
    }

    static Map<String, Duration> fields(ConfigurationSource source) {
        return FIELDS.find(source).orElse(Map.of());
    }

    static Map<String, Duration> parse(String text) {
        Map<String, Duration> fields = new TreeMap<>();
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.strip().split("=", -1);
            Duration kept = parts.length == 2 ? Duration.parse(parts[1].strip()) : Duration.ZERO;
            if (kept.isNegative() || kept.isZero()) {
                throw new IllegalArgumentException(text);
            }
            fields.put(parts[0].strip(), kept);
        }
        return fields;
    }
}
