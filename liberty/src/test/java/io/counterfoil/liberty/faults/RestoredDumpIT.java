package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ExternalPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump from before an erasure is put back. The embedded PostgreSQL has no pg_dump: this needs one that is installed. */
class RestoredDumpIT {

    private static final String MARK = "Xq9DumpedPerson";

    @TempDir
    private Path directory;

    private Distribution distribution(Map<String, String> settings) {
        Distribution distribution = Distribution.on(directory.resolve("home"))
                .with("COUNTERFOIL_ROOT_KEY_FILE", directory.resolve("root.key").toString());
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            distribution = distribution.with(setting.getKey(), setting.getValue());
        }
        return distribution;
    }

    @Test
    void whoever_is_in_it_is_erased_again_before_anybody_is_served() throws Exception {
        Optional<ExternalPostgres> installed = ExternalPostgres.ofInstalled(directory.resolve("postgres"));
        assumeThat(installed)
                .as("no PostgreSQL from version 15 is installed, with its own pg_dump")
                .isPresent();
        Files.writeString(directory.resolve("root.key"), Base64.getEncoder().encodeToString(new byte[32]));
        Path dump = directory.resolve("dump.sql");
        try (ExternalPostgres postgres = installed.orElseThrow()) {
            postgres.start();
            postgres.execute("postgres", "CREATE DATABASE house OWNER counterfoil");
            String customer;
            try (CounterfoilProcess server =
                    distribution(postgres.settings("house")).start()) {
                Api api = Api.ofDemoMerchant(server);
                customer = api.post(
                                "/v1/customers",
                                "{\"email\":\"%1$s@planted.example\",\"name\":\"%1$s\"}".formatted(MARK))
                        .text("id");
                postgres.dump("house", dump);
                api.post("/v1/privacy/requests", "{\"type\":\"erasure\",\"customer\":\"%s\"}".formatted(customer));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> api.get("/v1/customers/" + customer).json().has("erased_at"));
            }
            assertThat(Files.readString(dump, StandardCharsets.UTF_8))
                    .contains("COPY privacy.customer ")
                    .doesNotContain(MARK);
            postgres.execute("postgres", "DROP DATABASE house WITH (FORCE)");
            postgres.execute("postgres", "CREATE DATABASE house OWNER counterfoil");
            postgres.restore("house", dump);
            // a ledger that can't be trusted holds the replay up
            Path ledger = directory.resolve("home/privacy/erasures");
            String lines = Files.readString(ledger);
            Files.writeString(ledger, lines.replace(" test ", " live "));
            try (CounterfoilProcess server =
                    distribution(postgres.settings("house")).launch()) {
                server.awaitLine("Not ready: The erasure ledger");
                assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
                assertThat(Api.ofDemoMerchant(server)
                                .get("/v1/customers/" + customer)
                                .status())
                        .isEqualTo(503);
                Files.writeString(ledger, lines);
                server.awaitReady();
                assertThat(Api.ofDemoMerchant(server)
                                .get("/v1/customers/" + customer)
                                .json()
                                .propertyNames())
                        .containsExactlyInAnyOrder("id", "erased_at");
            }
        }
    }

    @Test
    void a_server_that_runs_meanwhile_notices_and_erases_again() throws Exception {
        Optional<ExternalPostgres> installed = ExternalPostgres.ofInstalled(directory.resolve("postgres"));
        assumeThat(installed)
                .as("no PostgreSQL from version 15 is installed, with its own pg_dump")
                .isPresent();
        Files.writeString(directory.resolve("root.key"), Base64.getEncoder().encodeToString(new byte[32]));
        Path dump = directory.resolve("dump.sql");
        try (ExternalPostgres postgres = installed.orElseThrow()) {
            postgres.start();
            postgres.execute("postgres", "CREATE DATABASE house OWNER counterfoil");
            try (CounterfoilProcess server =
                    distribution(postgres.settings("house")).start()) {
                Api api = Api.ofDemoMerchant(server);
                String customer = api.post("/v1/customers", "{\"name\":\"%s\"}".formatted(MARK))
                        .text("id");
                postgres.dump("house", dump);
                api.post("/v1/privacy/requests", "{\"type\":\"erasure\",\"customer\":\"%s\"}".formatted(customer));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> api.get("/v1/customers/" + customer).json().has("erased_at"));
                postgres.execute("postgres", "DROP DATABASE house WITH (FORCE)");
                postgres.execute("postgres", "CREATE DATABASE house OWNER counterfoil");
                postgres.restore("house", dump);
                await().atMost(Duration.ofMinutes(2)).until(() -> {
                    Api.Answer gone = api.get("/v1/customers/" + customer);
                    return gone.status() == 200 && gone.json().has("erased_at");
                });
                assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            }
        }
    }
}
