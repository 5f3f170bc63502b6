package io.counterfoil.domain.configuration;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Inside the server, settings come from MicroProfile Config: system properties, environment, server variables. */
final class MicroProfileConfiguration {

    @Produces
    @Singleton
    ConfigurationSource source() {
        Config config = ConfigProvider.getConfig();
        return name -> config.getOptionalValue(name, String.class);
    }
}
