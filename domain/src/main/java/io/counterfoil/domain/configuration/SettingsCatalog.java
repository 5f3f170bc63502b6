package io.counterfoil.domain.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The settings of one module, found by {@link ServiceLoader}: so that all can be checked at start and documented. */
public interface SettingsCatalog {

    /** Every setting of the module, in the order of its documentation. */
    List<Setting<?>> settings();

    /** What doesn't go together of settings that each can be read: a sentence for each that says what to do. */
    default List<String> contradictions(ConfigurationSource source) {
        return List.of();
    }

    /** Every setting of every module on the class path. */
    static List<Setting<?>> all() {
        return catalogs()
                .flatMap(catalog -> catalog.settings().stream())
                .<Setting<?>>map(setting -> setting)
                .toList();
    }

    private static Stream<SettingsCatalog> catalogs() {
        return ServiceLoader.load(SettingsCatalog.class, SettingsCatalog.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get);
    }

    /**
     * Reads every setting once.
     *
     * @throws InvalidConfiguration that names all that can't be read, not only the first; else all that contradicts itself
     */
    static void check(ConfigurationSource source) {
        List<String> complaints = new ArrayList<>();
        for (Setting<?> setting : all()) {
            try {
                setting.find(source);
            } catch (InvalidConfiguration invalid) {
                complaints.add(String.valueOf(invalid.getMessage()));
            }
        }
        if (complaints.isEmpty()) {
            catalogs().map(catalog -> catalog.contradictions(source)).forEach(complaints::addAll);
        }
        if (!complaints.isEmpty()) {
            throw new InvalidConfiguration(complaints);
        }
    }
}
