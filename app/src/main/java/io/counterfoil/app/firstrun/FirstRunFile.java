package io.counterfoil.app.firstrun;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DatabaseRefused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A file of credentials in the home, mode 600: {@code NAME=value} lines that a shell can source. */
@Singleton
final class FirstRunFile {

    private final Path home;
    private final String url;

    @Inject
    FirstRunFile(ConfigurationSource configuration) {
        this.home = ServerSettings.HOME.in(configuration);
        this.url = ServerSettings.url(configuration);
    }

    void write(String name, Map<String, String> credentials) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("COUNTERFOIL_URL", url);
        lines.put("COUNTERFOIL_CA_FILE", quoted(home.resolve("tls/ca.pem").toString()));
        lines.putAll(credentials);
        String text = lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + line.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            Files.createDirectories(home);
            Path draft = Files.createTempFile(
                    home,
                    "first-run",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, text);
            Files.move(draft, home.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new DatabaseRefused(name + " can't be written to " + home + ": check the directory's rights.");
        }
    }

    /** For a shell: only a path may hold what it would take for something else. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:-]*") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
