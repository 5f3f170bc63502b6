package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.nio.file.Path;
import java.util.List;

/** What an operator may set about erasures. */
public final class ErasureSettings implements SettingsCatalog {

    static final Setting<Path> LEDGER = Setting.path(
            "counterfoil.privacy.ledger",
            "",
            "The file of erasures, which must outlive the database. By default in the home. Several servers should share"
                    + " one: those in homes are made whole from the database at each start.");
    static final Setting<Boolean> REBUILD = Setting.flag(
            "counterfoil.privacy.ledger.rebuild",
            false,
            "Whether erasures that the ledger lacks are written into it from the database, for the start after the file was"
                    + " lost for good. Not to be left on.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(LEDGER, REBUILD);
    }

    static Path ledger(ConfigurationSource source) {
        return LEDGER.find(source)
                .orElseGet(() -> ServerSettings.HOME.in(source).resolve("privacy/erasures"));
    }
}
