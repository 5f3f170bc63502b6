package io.counterfoil.liberty.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ExternalPostgres;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Does what docs/operations.md says, by its own commands; only the home is another one. */
@ExtendWith(SharedServer.class)
class HandbookIT {

    private static final String HOME = "/var/lib/counterfoil/data";
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @Test
    void a_person_gets_a_token_with_the_first_one(CounterfoilProcess server) throws Exception {
        demand("curl");

        JsonNode token =
                Api.JSON.readTree(said(Handbook.commands("/v1/operator-tokens").replace(HOME, home(server)), Map.of()));

        assertThat(token.path("secret").asString()).startsWith("op_");
        assertThat(operator(server)
                        .delete("/v1/operator-tokens/" + token.path("id").asString())
                        .status())
                .isLessThan(300);
    }

    @Test
    void keys_are_wrapped_anew_under_the_root_key(CounterfoilProcess server) throws Exception {
        demand("curl");

        JsonNode begun = Api.JSON.readTree(said(Handbook.commands("/v1/vault/rotations"), server.firstRun()));

        String rotation = "/v1/vault/rotations/" + begun.path("id").asString();
        await("the end of " + begun)
                .atMost(SOON)
                .until(() -> operator(server).get(rotation).text("status").equals("completed"));
    }

    @Test
    void the_embedded_database_is_reached(CounterfoilProcess server) throws Exception {
        demand("psql");

        assertThat(said(Handbook.commands("postmaster.pid").replace(HOME, home(server)), Map.of()))
                .containsPattern("\\n +[1-9][0-9]*\\n");
    }

    @Test
    void two_dumps_make_the_house_whole_again() throws Exception {
        Optional<ExternalPostgres> installed = ExternalPostgres.ofInstalled(directory.resolve("postgres"));
        assumeThat(installed)
                .as("no PostgreSQL from version 15 is installed, with its own pg_dump")
                .isPresent();
        try (ExternalPostgres postgres = installed.orElseThrow()) {
            postgres.start();
            String customer;
            String payment;
            try (CounterfoilProcess server = server(postgres).start()) {
                Api api = Api.ofDemoMerchant(server);
                customer =
                        api.post("/v1/customers", "{\"name\":\"Ada Lovelace\"}").text("id");
                JsonNode paid = api.pay("pm_card_visa").json();
                payment = paid.path("id").asString();
                // so that the log that is restored is the one that was published
                String proof = "/v1/receipts/" + paid.path("receipt").path("id").asString() + "/proof";
                await("its place in the log")
                        .atMost(SOON)
                        .until(() -> api.get(proof).status() == 200);
                said(Handbook.commands("pg_dump"), postgres.environment());
            }
            postgres.execute("postgres", "DROP DATABASE counterfoil WITH (FORCE)");
            postgres.execute("postgres", "CREATE DATABASE counterfoil OWNER counterfoil");

            said(Handbook.commands("pg_restore"), postgres.environment());

            try (CounterfoilProcess server = server(postgres).start()) {
                Api api = Api.ofDemoMerchant(server);
                assertThat(api.get("/v1/payments/" + payment).text("status")).isEqualTo("succeeded");
                // opened by a key that came with the other dump, and masked
                assertThat(api.get("/v1/customers/" + customer).text("name")).isEqualTo("A••• L•••");
            }
        }
    }

    private Distribution server(ExternalPostgres postgres) throws IOException {
        Path rootKey = directory.resolve("root.key");
        Files.writeString(rootKey, Base64.getEncoder().encodeToString(new byte[32]));
        Distribution server =
                Distribution.on(directory.resolve("home")).with("COUNTERFOIL_ROOT_KEY_FILE", rootKey.toString());
        for (Map.Entry<String, String> setting :
                postgres.settings("counterfoil").entrySet()) {
            server = server.with(setting.getKey(), setting.getValue());
        }
        return server;
    }

    private static Api operator(CounterfoilProcess server) {
        return Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    private static String home(CounterfoilProcess server) {
        return server.home().toAbsolutePath().toString();
    }

    private static void demand(String program) {
        assumeThat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .map(place -> Path.of(place, program)))
                .as("%s is not installed", program)
                .anyMatch(Files::isExecutable);
    }

    /** What a shell says to these commands, none of which may fail. */
    private String said(String commands, Map<String, String> environment) throws IOException, InterruptedException {
        Path complaints = directory.resolve("complaints");
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", commands)
                .directory(directory.toFile())
                .redirectError(complaints.toFile());
        Map<String, String> own = new HashMap<>(environment);
        // as first-run.env has it for a shell to read
        own.computeIfPresent("COUNTERFOIL_CA_FILE", (name, file) -> file.replace("'", ""));
        shell.environment().putAll(own);
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said + Files.readString(complaints)).isZero();
        return said;
    }
}
