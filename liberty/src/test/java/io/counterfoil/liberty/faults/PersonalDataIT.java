package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.WrittenFile;
import io.counterfoil.liberty.webhooks.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One person's data through the life of a house: planted through every route, looked for in every byte, in a rotation that
 * is killed, erased, and brought back by a restore.
 */
class PersonalDataIT {

    private static final String MARK = "Xq7PlantedPerson";
    private static final String EMAIL = MARK + "@planted.example";

    /** Stands where it may be read, as an order's number: a search that does not find it finds nothing. */
    private static final String CONTROL = "Zk4PlainControl";

    @TempDir
    private Path directory;

    /** What it answers is kept. */
    private final Receiver receiver = new Receiver().saying(MARK);

    private String customer = "";
    private String payment = "";
    private String receipt = "";
    private String first = "";
    private final String key = Api.newKey();

    @AfterEach
    void tidyUp() {
        receiver.close();
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Path postgres() {
        return home().resolve("postgres/data");
    }

    private Path ledger() {
        return home().resolve("privacy/erasures");
    }

    private Distribution distribution() {
        return Distribution.on(home()).with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true");
    }

    @Test
    void nobody_finds_it_in_the_bytes_and_nothing_brings_it_back() throws Exception {
        try (CounterfoilProcess server = distribution().start()) {
            Api api = Api.ofDemoMerchant(server);
            writePlainly(server);
            plant(api, server);
            plantByRequests(api, server);
            killedInRotation(api, server);
        }
        try (CounterfoilProcess server = distribution().start()) {
            rotationEndsOnce(server);
            Api api = Api.ofDemoMerchant(server);
            assertThat(api.get("/v1/customers/" + customer + "?view=full").text("email"))
                    .isEqualTo(EMAIL);
            erase(api, first);
            assertThat(server.stop()).isZero();
        }
        assertThat(bytesWith(List.of(CONTROL)))
                .as("what is searched holds what was written")
                .anyMatch(place -> place.contains("postgres/data/base/"))
                .anyMatch(place -> place.contains("postgres/data/pg_wal/"));
        assertThat(bytesWith(marks())).isEmpty();
        Path backup = directory.resolve("backup");
        copy(postgres(), backup);
        try (CounterfoilProcess server = distribution().start()) {
            Api api = Api.ofDemoMerchant(server);
            erase(api, customer);
            isErased(api);
            assertThat(server.stop()).isZero();
        }
        copyBack(backup);
        String lines = Files.readString(ledger());
        // the database that was put back knows one erasure itself
        Files.delete(ledger());
        try (CounterfoilProcess server = distribution().launch()) {
            server.awaitLine(" lacks 1 erasures that the database knows");
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
            Files.writeString(ledger(), lines + lines.strip().replaceAll("[0-9a-f]{8}$", "00000000") + "\n");
            server.awaitLine(" holds a line that was not written with the keys of this database");
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
            Files.writeString(ledger(), lines);
            server.awaitReady();
            isErased(Api.ofDemoMerchant(server));
        }
    }

    /** Pages in the write-ahead log are compressed as we set it up: a search of bytes would pass them over. */
    private void writePlainly(CounterfoilProcess server) throws IOException {
        Files.writeString(
                home().resolve("postgres/data/postgresql.conf"),
                "\nwal_compression = off\n",
                StandardOpenOption.APPEND);
        new ProcessBuilder("kill", "-HUP", Long.toString(server.database().pid())).start();
        Database database = new Database(home());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.texts("SHOW wal_compression").equals(List.of("off")));
    }

    private void plant(Api api, CounterfoilProcess server) {
        Api.Answer made = api.post("/v1/customers", Api.newKey(), """
            {"reference":"%1$s","email":"%2$s","name":"%1$s Name","phone":"+4930555%3$s",
             "address":{"line1":"%1$s 1","city":"%1$s","postal_code":"10115","state":"%1$s","country":"DE"}}\
            """.formatted(MARK, EMAIL, "0199"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        customer = made.text("id");
        api.post("/v1/customers/search", "{\"email\":\"%s\"}".formatted(EMAIL));
        api.get("/v1/customers/" + customer + "?view=full");
        Api.Answer paid = api.post("/v1/payments", key, body(customer));
        assertThat(paid.status()).as(paid.body()).isEqualTo(201);
        payment = paid.text("id");
        receipt = paid.json().path("receipt").toString();
        api.post("/v1/payments/" + payment + "/refunds", Api.newKey(), "{\"amount\":10}");
        // nobody is known to whom this belongs
        api.post("/v1/payments", Api.newKey(), body("").replace(",\"customer\":\"\"", ""));
        api.post(
                "/v1/payments",
                Api.newKey(),
                body("").replace("pm_card_visa", "pm_card_timeout_then_charged").replace(",\"customer\":\"\"", ""));
        api.post("/v1/webhook-endpoints", Api.newKey(), """
            {"url":"%s","event_types":["*"],"description":"%s"}\
            """.formatted(receiver.url(), MARK));
        // what is refused must not be kept either
        api.post("/v1/customers", "{\"email\":\"%s\"".formatted(EMAIL));
        api.post("/v1/customers", "{\"email\":\"%s\",\"nick\":\"%s\"}".formatted(EMAIL, MARK));
        api.post("/v1/customers", "{\"phone\":\"%s\"}".formatted(MARK));
        api.post("/v1/payments", Api.newKey(), "{\"amount\":\"%s\"}".formatted(MARK));
        api.get("/v1/customers/" + MARK);
        api.get("/v1/customers?email=" + EMAIL);
        api.with(MARK).get("/v1/customers");
        api.send(api.request("/v1/customers").header("User-Agent", MARK).header("X-Forwarded-For", MARK));
        assertThat(server.output()).noneMatch(line -> line.contains(MARK));
    }

    /** The ways by which people and other systems ask: a copy, OpenDSR, the page; and somebody who is erased soon. */
    private void plantByRequests(Api api, CounterfoilProcess server) {
        first = api.post("/v1/customers", Api.newKey(), "{\"email\":\"%s\"}".formatted(EMAIL.replace("@", "1@")))
                .text("id");
        String copy = api.post("/v1/privacy/requests", "{\"type\":\"access\",\"customer\":\"%s\"}".formatted(customer))
                .text("id");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> api.get("/v1/privacy/requests/" + copy + "/export").status() == 200);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> new Database(home())
                                .count("SELECT count(*) FROM webhooks.attempt WHERE response_body IS NOT NULL")
                        > 0);
        String refused = "/v1/privacy/requests/"
                + api.post(
                                "/v1/privacy/requests",
                                "{\"type\":\"rectification\",\"customer\":\"%s\"}".formatted(customer))
                        .text("id");
        assertThat(api.post(refused + "/extend", "{\"reason\":\"%s\"}".formatted(MARK))
                        .status())
                .isEqualTo(200);
        assertThat(api.post(refused + "/refuse", "{\"ground\":\"excessive\",\"reason\":\"%s\"}".formatted(MARK))
                        .status())
                .isEqualTo(200);
        Api.Answer other = api.post("/opendsr/requests", """
            {"regulation":"gdpr","subject_request_id":"%s","subject_request_type":"access",
             "subject_identities":[{"identity_type":"email","identity_value":"%s","identity_format":"raw"}],
             "submitted_time":"2026-11-01T12:00:00Z","api_version":"2.0","extensions":{"example.com":{"note":"%s"}}}\
            """.formatted(UUID.randomUUID(), EMAIL, MARK));
        assertThat(other.status()).as(other.body()).isEqualTo(201);
        String merchant = IdKind.MERCHANT.text(UUID.fromString(new Database(home())
                .texts("SELECT DISTINCT merchant_id FROM privacy.customer")
                .get(0)));
        Api.Answer asked = api.with("")
                .post("/privacy/" + merchant + "/ask", "{\"type\":\"access\",\"email\":\"%s\"}".formatted(EMAIL));
        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        api.with("").post("/privacy/" + merchant + "/ask", "{\"type\":\"%s\",\"email\":\"%s\"}".formatted(MARK, EMAIL));
        api.with("").post("/privacy/" + merchant + "/open", "{\"link\":\"%s\"}".formatted(MARK));
        assertThat(server.output()).noneMatch(line -> line.contains(MARK));
    }

    private static String body(String customer) {
        return """
            {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","customer":"%s","description":"%s",\
            "metadata":{"%s":"%s"},"order_reference":"%s"}\
            """.formatted(customer, MARK, MARK, EMAIL, CONTROL);
    }

    /** The step is held by a lock on one of its rows, so that the kill meets it in the middle. */
    private void killedInRotation(Api api, CounterfoilProcess server) throws SQLException {
        Database database = new Database(home());
        try (Connection held = database.hold("SELECT 1 FROM privacy_keys.subject_key FOR UPDATE")) {
            Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
            Api.Answer begun = operator.post("/v1/vault/rotations", "{\"kind\":\"epoch\"}");
            assertThat(begun.status()).as(begun.body()).isEqualTo(201);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> database.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND query LIKE '%FROM privacy_keys.subject_key%'")
                            > 0);
            server.kill();
            assertThat(held.isValid(1)).isTrue();
        }
    }

    private void rotationEndsOnce(CounterfoilProcess server) {
        Api operator = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> operator.get("/v1/vault/rotations")
                        .json()
                        .path("data")
                        .get(0)
                        .path("status")
                        .asString()
                        .equals("completed"));
        Database database = new Database(home());
        assertThat(database.count("SELECT count(*) FROM privacy_keys.epoch_key"))
                .isEqualTo(1);
        assertThat(database.count("SELECT count(*) FROM privacy_keys.rotation")).isEqualTo(1);
        assertThat(database.count("SELECT done - total FROM privacy_keys.rotation"))
                .isNotNegative();
    }

    private void erase(Api api, String whom) {
        Api.Answer request = api.post(
                "/v1/privacy/requests", Api.newKey(), "{\"type\":\"erasure\",\"customer\":\"%s\"}".formatted(whom));
        assertThat(request.status()).as(request.body()).isEqualTo(201);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> api.get("/v1/customers/" + whom).json().has("erased_at"));
    }

    private void isErased(Api api) {
        Api.Answer gone = api.get("/v1/customers/" + customer);
        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.json().propertyNames()).containsExactlyInAnyOrder("id", "erased_at");
        Api.Answer paid = api.get("/v1/payments/" + payment);
        assertThat(paid.json().path("description").isNull()).isTrue();
        assertThat(paid.json().path("metadata").isEmpty()).isTrue();
        assertThat(paid.json().path("amount").asInt()).isEqualTo(1250);
        assertThat(api.post("/v1/payments", key, body(customer)).status()).isEqualTo(410);
        assertThat(api.post("/v1/customers/search", "{\"email\":\"%s\"}".formatted(EMAIL))
                        .json()
                        .path("data"))
                .isEmpty();
        Api.Answer verified = api.post("/v1/receipts/verify", "{\"receipt\":%s}".formatted(receipt));
        assertThat(verified.json().path("valid").asBoolean())
                .as(verified.body())
                .isTrue();
    }

    private static List<String> marks() {
        return List.of(
                MARK,
                MARK.toLowerCase(Locale.ROOT),
                Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(MARK.getBytes(StandardCharsets.UTF_8))
                        .substring(0, 20),
                "4930555" + "0199");
    }

    /** Every file of the house: database with its write-ahead log, logs, temporary files, all. */
    private List<String> bytesWith(List<String> wanted) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = WrittenFile.bytes(file);
                wanted.stream()
                        .filter(bytes::contains)
                        .forEach(text -> found.add(text + " in " + home().relativize(file)));
            }
        }
        return found;
    }

    private void copyBack(Path backup) throws IOException {
        try (Stream<Path> files = Files.walk(postgres())) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        copy(backup, postgres());
    }

    /** With the rights, which PostgreSQL insists on. */
    private static void copy(Path from, Path to) throws IOException {
        try {
            Process copying = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                    .inheritIO()
                    .start();
            assertThat(copying.waitFor()).isZero();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
