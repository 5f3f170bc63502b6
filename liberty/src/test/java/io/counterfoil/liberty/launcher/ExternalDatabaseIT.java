package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ExternalPostgres;
import io.counterfoil.liberty.process.OldPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Servers on a PostgreSQL that somebody else looks after: several at once, and everything that may be wrong with it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExternalDatabaseIT {

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static ExternalPostgres postgres;
    private static Path rootKey;
    private static CounterfoilProcess first;
    private static CounterfoilProcess second;
    private static String secret;
    private static String operatorToken;

    /** Two servers, started at the same moment on an empty database. */
    @BeforeAll
    static void start() throws IOException {
        postgres = new ExternalPostgres(directory.resolve("external"));
        postgres.start();
        postgres.execute("postgres", "CREATE DATABASE shared OWNER counterfoil");
        rootKey = key("root.key", (byte) 1);
        first = server("first", "shared").launch();
        second = server("second", "shared").launch();
        first.awaitReady();
        second.awaitReady();
        Map<String, String> firstRun =
                (Files.exists(first.home().resolve("first-run.env")) ? first : second).firstRun();
        secret = firstRun.get("COUNTERFOIL_TEST_KEY");
        operatorToken = firstRun.get("COUNTERFOIL_OPERATOR_TOKEN");
    }

    @AfterAll
    static void end() {
        first.close();
        second.close();
        postgres.close();
    }

    @Test
    @Order(1)
    void one_of_two_servers_makes_the_demo_merchant_and_says_so() {
        assertThat(Stream.of(first, second).map(CounterfoilProcess::home))
                .filteredOn(home -> Files.exists(home.resolve("first-run.env")))
                .hasSize(1);
    }

    @Test
    @Order(2)
    void a_key_that_is_sent_to_both_servers_gets_the_same_bytes() {
        String key = Api.newKey();

        Api.Answer original = Api.of(first, secret).pay(key, "pm_card_visa");
        Api.Answer replay = Api.of(second, secret).pay(key, "pm_card_visa");

        assertThat(original.status()).isEqualTo(201);
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.body()).isEqualTo(original.body());
        assertThat(replay.header("Idempotent-Replayed")).isEqualTo("true");
    }

    /** Each announces the log's keys in its own home, for whoever checks a proof there. */
    @Test
    @Order(2)
    void a_key_of_the_log_that_one_server_rolls_is_announced_by_the_other_too() {
        Api operator = Api.of(first, operatorToken);
        Path announced = second.home().resolve("transparency/receipts.keys");

        String key = operator.post("/v1/transparency/receipts/key/roll", "{}").text("key");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(announced)
                        .content()
                        .isEqualTo(operator.get("/transparency/receipts/keys").body())
                        .startsWith(key));
    }

    /** One server lives through all of it, as one would that an operator sets up for the first time. */
    @Test
    @Order(3)
    void a_server_says_what_is_wrong_with_its_database_until_nothing_is() throws IOException {
        first.stop();
        second.stop();
        postgres.stop();
        try (CounterfoilProcess server = server("waiting", "waiting").launch()) {
            says(
                    server,
                    "The database does not answer: check that it runs and that COUNTERFOIL_DATABASE_URL names it.");
            assertThat(readyFigure(server)).as("the alert CounterfoilNotReady").isZero();

            OldPostgres old = new OldPostgres(postgres.port());
            says(server, "The database is PostgreSQL 14, which is too old: use 15 or newer.");
            old.close();

            postgres.start();
            says(server, "The database named in COUNTERFOIL_DATABASE_URL does not exist: create it.");

            postgres.setPassword(false);
            postgres.execute("postgres", "CREATE DATABASE waiting OWNER counterfoil TEMPLATE shared");
            says(
                    server,
                    "The database refuses the user or the password: check COUNTERFOIL_DATABASE_USER and"
                            + " COUNTERFOIL_DATABASE_PASSWORD.");

            postgres.execute("waiting", """
                INSERT INTO domain.flyway_schema_history
                       (installed_rank, version, description, type, script, checksum,
                        installed_by, execution_time, success)
                VALUES (9999, '9999', 'of a later program', 'SQL', 'V9999__of_a_later_program.sql', 1, 'x', 1, true)\
                """);
            postgres.setPassword(true);
            says(server, "The schema \"domain\" is at version 9999, newer than this program knows");

            postgres.execute("waiting", "DELETE FROM domain.flyway_schema_history WHERE version = '9999'");
            // as a program left it that had the migrations after this one, and not this one
            postgres.execute("waiting", """
                DELETE FROM webhooks.flyway_schema_history WHERE version = '68';
                ALTER TABLE webhooks.event DROP COLUMN subject_id;
                ALTER TABLE webhooks.attempt DROP COLUMN subject_id\
                """);
            server.awaitReady();
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(readyFigure(server)).isEqualTo(1);
            assertThat(server.home().resolve("first-run.env")).doesNotExist();
            assertThat(server.output()).noneMatch(line -> line.contains("\tat ") || line.contains("Exception"));
        }
    }

    /** Waiting would mend nothing: somebody has to look. */
    @Test
    @Order(4)
    void a_server_with_another_root_key_or_none_refuses_to_start() throws IOException {
        Path other = key("other.key", (byte) 2);
        refuses(other, "The root key in " + other + " is not the one that this database was made with");

        Path missing = directory.resolve("missing.key");
        refuses(missing, "The root key of this database is missing: restore the file " + missing);
        assertThat(missing).doesNotExist();

        Path unreadable = Files.writeString(directory.resolve("unreadable.key"), "c2hvcnQ=");
        refuses(unreadable, "The root key in " + unreadable + " can't be read");
    }

    private static void refuses(Path key, String sentence) {
        try (CounterfoilProcess server = server("refused", "shared")
                .with("COUNTERFOIL_ROOT_KEY_FILE", key.toString())
                .launch()) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.output())
                    .anyMatch(line -> line.startsWith("Counterfoil can't start: " + sentence))
                    .noneMatch(line -> line.startsWith("Counterfoil is ready"));
        }
    }

    /** As Prometheus is told; nothing to go by where there is no such series, or several. */
    private static double readyFigure(CounterfoilProcess server) {
        return server.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("counterfoil_ready"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .reduce((one, another) -> Double.NaN)
                .orElse(Double.NaN);
    }

    /** On the terminal, to a load balancer and to a client. */
    private static void says(CounterfoilProcess server, String sentence) {
        server.awaitLine("Not ready: " + sentence);
        HttpResponse<String> health = server.get("/health/ready");
        assertThat(health.statusCode()).isEqualTo(503);
        String reason =
                String.join("", Api.JSON.readTree(health.body()).path("checks").findValuesAsString("reason"));
        assertThat(health.body()).contains("\"status\":\"DOWN\"");
        assertThat(reason).startsWith(sentence);

        Api.Answer answer = Api.of(server, secret).pay("pm_card_visa");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.json().path("retryable").asBoolean()).isTrue();
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "io.counterfoil");
    }

    private static Distribution server(String name, String database) {
        Distribution server =
                Distribution.on(directory.resolve(name)).with("COUNTERFOIL_ROOT_KEY_FILE", rootKey.toString());
        postgres.settings(database).forEach(server::with);
        return server;
    }

    private static Path key(String name, byte filling) throws IOException {
        byte[] key = new byte[32];
        Arrays.fill(key, filling);
        return Files.writeString(directory.resolve(name), Base64.getEncoder().encodeToString(key));
    }
}
