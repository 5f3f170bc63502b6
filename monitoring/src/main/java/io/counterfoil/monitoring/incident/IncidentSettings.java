package io.counterfoil.monitoring.incident;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.util.Arrays;
import java.util.List;

/** What an operator may set about incidents. */
public final class IncidentSettings implements SettingsCatalog {

    static final Setting<List<String>> AUTOMATIC = new Setting<>(
            "counterfoil.incidents.automatic",
            "none, all, or some of revoke-keys, notify, review-logs, document, separated by commas",
            "none",
            "The steps of the plan that an incident takes by itself as soon as it is opened.",
            IncidentSettings::steps);

    static final Setting<String> CONTACT = Setting.text(
            "counterfoil.incidents.contact",
            "text",
            "",
            "Whom the supervisory authority may ask: stands in the draft of the notification (GDPR, Article 33(3)(b)).");

    private static List<String> steps(String text) {
        if (text.equals("none")) {
            return List.of();
        }
        if (text.equals("all")) {
            return Plan.STEPS;
        }
        List<String> chosen = Arrays.stream(text.split(","))
                .map(step -> step.strip().replace('-', '_'))
                .toList();
        if (!Plan.STEPS.containsAll(chosen)) {
            throw new IllegalArgumentException(text);
        }
        return Plan.STEPS.stream().filter(chosen::contains).toList();
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(AUTOMATIC, CONTACT);
    }
}
