package io.counterfoil.domain.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The settings of one module, found by {@link ServiceLoader}: so that all can be checked at start and documented. */
public interface SettingsCatalog {

    /** Every setting of the module, in the order of its documentation. */
    List<Setting<?>> settings();

    /** Every setting of every module on the class path. */
    static List<Setting<?>> all() {
        return ServiceLoader.load(SettingsCatalog.class, SettingsCatalog.class.getClassLoader()).stream()
                .flatMap(catalog -> catalog.get().settings().stream())
                .<Setting<?>>map(setting -> setting)
                .toList();
    }

    /**
     * Reads every setting once.
     *
     * @throws InvalidConfiguration that names all that can't be read, not only the first
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
        if (!complaints.isEmpty()) {
            throw new InvalidConfiguration(complaints);
        }
    }
}
