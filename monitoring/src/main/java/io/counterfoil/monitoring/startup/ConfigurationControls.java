package io.counterfoil.monitoring.startup;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.Origin;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether secrets come from outside the code. Each server notes every hour where those come from that are set on it: names
 * and places, never a value.
 */
@Singleton
final class ConfigurationControls implements Controls {

    static final String ENVIRONMENT = "secret_from_environment";
    static final String FILE = "secret_from_file";
    static final String LISTED = "secret_in_configuration";

    /** What {@link StartOfServer} counts. */
    static final String CHANGED = "configuration_changed";

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Pattern SECRET = Pattern.compile(
            "counterfoil\\..*(password|secret\\.key|token|session\\.token|stripe\\.key|pin|access\\.key)");
    private static final Pattern SECRET_FILE = Pattern.compile("counterfoil\\..*(key|keystore)\\.file");

    private final Sightings sightings;
    private final ConfigurationSource configuration;

    @Inject
    ConfigurationControls(Sightings sightings, ConfigurationSource configuration) {
        this.sightings = sightings;
        this.configuration = configuration;
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "places of secrets", this::look);
    }

    private void look() {
        boolean production = ServerSettings.ENVIRONMENT.in(configuration) == Environment.PRODUCTION;
        sightings.see("server_environment", production ? "production" : "development");
        for (Setting<?> setting : SettingsCatalog.all()) {
            if (SECRET.matcher(setting.name()).matches()) {
                Origin.of(setting)
                        .ifPresent(origin ->
                                sightings.see(origin == Origin.ENVIRONMENT ? ENVIRONMENT : LISTED, setting.variable()));
            }
            if (SECRET_FILE.matcher(setting.name()).matches()) {
                file(setting).ifPresent(file -> sightings.see(inCode(file) ? LISTED : FILE, setting.variable()));
            }
        }
    }

    /** The root key is a file in the home where nothing else is set. */
    private Optional<Path> file(Setting<?> setting) {
        Optional<Path> file =
                setting.find(configuration).filter(Path.class::isInstance).map(Path.class::cast);
        return file.isPresent() || !setting.name().equals(ServerSettings.ROOT_KEY_FILE.name())
                ? file
                : Optional.of(ServerSettings.HOME.in(configuration));
    }

    /** Whether it lies in what is deployed, and would be copied and published with it. */
    private static boolean inCode(Path file) {
        return Optional.ofNullable(System.getProperty("wlp.install.dir"))
                .map(runtime -> Path.of(runtime).toAbsolutePath().normalize().getParent())
                .filter(file::startsWith)
                .isPresent();
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control("keys.environment_configuration", ConfigurationControls::outside));
    }

    private static Assessment outside(Window window) {
        Window.Seen environment = window.seen(ENVIRONMENT);
        Window.Seen files = window.seen(FILE);
        Window.Seen listed = window.seen(LISTED);
        Window.Seen changed = window.seen(CHANGED);
        return window.evidence()
                .with("secrets_from_environment", environment.named().size())
                .with("secrets_from_files", files.named().size())
                .with("secrets_in_configuration", listed.named().size())
                .with(
                        "settings",
                        listed.named().stream().map(Window.Named::subject).toList())
                .with("last_looked_at", files.lastAt().or(environment::lastAt))
                .with("configuration_changes", changed.total())
                .with("settings_changed", changed.named())
                .failing(listed.any(), "a secret is set where others can read it: take it from the environment")
                .atRisk(!files.any() && !environment.any(), "no server has looked yet where its secrets come from")
                .assess();
    }
}
