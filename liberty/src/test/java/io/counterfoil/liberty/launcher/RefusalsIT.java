package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher refuses, in one line that says what to do, before it has started anything. */
class RefusalsIT {

    @TempDir
    Path directory;

    @Test
    void names_every_setting_that_cant_be_read() {
        refuses(
                Distribution.on(home()).with("COUNTERFOIL_HTTPS_PORT", "many").with("COUNTERFOIL_ENV", "staging"),
                "COUNTERFOIL_HTTPS_PORT can't be read: allowed is a whole number from 1 to 65535",
                "COUNTERFOIL_ENV can't be read: allowed is development or production");
    }

    @Test
    void wants_live_mode_configured_whole_or_not_at_all() {
        refuses(
                Distribution.on(home())
                        .with("COUNTERFOIL_ENV", "production")
                        .with("COUNTERFOIL_STRIPE_URL", "https://stripe.example"),
                "Live mode is half configured: COUNTERFOIL_STRIPE_URL is set without COUNTERFOIL_STRIPE_KEY");
        String key = "sk_live_" + "0".repeat(24);
        assertThat(refuses(
                        Distribution.on(home()).with("COUNTERFOIL_STRIPE_KEY", key),
                        "COUNTERFOIL_STRIPE_KEY is a live key, and COUNTERFOIL_ENV is development"))
                .doesNotContain(key);
    }

    @Test
    void wants_two_different_ports() {
        refuses(
                Distribution.on(home()).with("COUNTERFOIL_HTTPS_PORT", "9999").with("COUNTERFOIL_HTTP_PORT", "9999"),
                "COUNTERFOIL_HTTPS_PORT and COUNTERFOIL_HTTP_PORT are both 9999");
    }

    @Test
    void wants_a_host_of_this_machine() {
        refuses(
                Distribution.on(home()).with("COUNTERFOIL_HOST", "no-such-host.invalid"),
                "COUNTERFOIL_HOST is no address of this machine: no-such-host.invalid");
    }

    @Test
    void wants_the_root_key_beside_an_external_database() {
        refuses(
                Distribution.on(home())
                        .with("COUNTERFOIL_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/counterfoil")
                        .with("COUNTERFOIL_DATABASE_USER", "counterfoil"),
                "COUNTERFOIL_ROOT_KEY_FILE is required with COUNTERFOIL_DATABASE_URL");
    }

    @Test
    void wants_a_postgresql_url_and_does_not_repeat_its_password() {
        for (String url : List.of("mysql://root:hunter2@127.0.0.1/x", "postgresql://root:hunter2@127.0.0.1/x")) {
            assertThat(refuses(
                            Distribution.on(home()).with("COUNTERFOIL_DATABASE_URL", url),
                            "COUNTERFOIL_DATABASE_URL must be a PostgreSQL URL without user and password"))
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void names_a_key_store_that_is_not_there() {
        refuses(
                Distribution.on(home()).with("COUNTERFOIL_TLS_KEYSTORE_FILE", "/no/such/file.p12"),
                "COUNTERFOIL_TLS_KEYSTORE_FILE can't be read: /no/such/file.p12");
    }

    @Test
    void names_a_key_store_that_is_none() throws IOException {
        Path file = Files.writeString(directory.resolve("key.p12"), "not a key store");
        refuses(
                Distribution.on(home()).with("COUNTERFOIL_TLS_KEYSTORE_FILE", file.toString()),
                "COUNTERFOIL_TLS_KEYSTORE_FILE is no PKCS#12 key store");
    }

    @Test
    void names_the_password_that_does_not_open_the_key_store() throws IOException, InterruptedException {
        Path file = directory.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "the right one")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();

        refuses(
                Distribution.on(home())
                        .with("COUNTERFOIL_TLS_KEYSTORE_FILE", file.toString())
                        .with("COUNTERFOIL_TLS_KEYSTORE_PASSWORD", "another"),
                "COUNTERFOIL_TLS_KEYSTORE_PASSWORD is not the password of");
    }

    @Test
    void wants_a_directory_for_a_home() throws IOException {
        refuses(Distribution.on(Files.writeString(home(), "a file")), "COUNTERFOIL_HOME");
    }

    private Path home() {
        return directory.resolve("home");
    }

    private String refuses(Distribution distribution, String... complaints) {
        try (CounterfoilProcess process = distribution.launch()) {
            assertThat(process.awaitExit()).isEqualTo(1);
            String said = String.join("\n", process.output());
            assertThat(said).contains(complaints).doesNotContain("\tat ", "Exception");
            assertThat(Files.exists(home().resolve("postgres"))).isFalse();
            return said;
        }
    }
}
