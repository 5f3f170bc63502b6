package io.counterfoil.domain.configuration;

import java.util.Optional;

/** Where settings are read: MicroProfile Config inside the server, the environment before it has started. */
@FunctionalInterface
public interface ConfigurationSource {

    /** The text that is set under a MicroProfile Config name, if any. */
    Optional<String> value(String name);

    /** The process's environment: {@code counterfoil.https.port} is read from {@code COUNTERFOIL_HTTPS_PORT}. */
    static ConfigurationSource environment() {
        return name ->
                Optional.ofNullable(System.getenv(Setting.text(name, "", "", "").variable()));
    }
}
