package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.witness.WitnessStandIn;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServer.class)
class PublicLogIT {

    private static final String LOG = "/transparency/receipts/";

    private final Api api;
    private final CounterfoilProcess server;

    @TempDir
    private Path directory;

    PublicLogIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.server = server;
    }

    private record Proved(String id, Path receipt, Path proof) {}

    @Test
    void a_receipt_is_sealed_within_a_second_and_anyone_can_check_it() throws Exception {
        Proved proved = pay(api, "first");

        assertThat(counterfoil(server, "verify", proved.receipt(), proved.proof()))
                .isEqualTo("0 valid");
        assertThat(counterfoil(
                        server,
                        "verify",
                        proved.receipt(),
                        proved.proof(),
                        api.get(LOG + "key").body().strip()))
                .isEqualTo("0 valid");
        Path changed = Files.writeString(
                directory.resolve("changed"), Files.readString(proved.receipt()).replace("EUR", "USD"));
        assertThat(counterfoil(server, "verify", changed, proved.proof()))
                .isEqualTo("1 INVALID: the receipt is not in the log at this index");
        assertThat(counterfoil(server, "log", "verify")).startsWith("0 ").contains("entries are good");
    }

    @Test
    void the_receipt_of_a_refund_can_be_checked_too() throws Exception {
        String payment = api.pay("pm_card_visa").text("id");
        Api.Answer refunded = api.post("/v1/payments/" + payment + "/refunds", Api.newKey(), "{\"amount\":250}");
        assertThat(refunded.json().path("receipt").path("kind").asString()).isEqualTo("refund");

        Proved proved = proved(api, refunded.json().path("receipt").path("id").asString(), "refund");

        assertThat(counterfoil(server, "verify", proved.receipt(), proved.proof()))
                .isEqualTo("0 valid");
    }

    @Test
    void a_receipt_of_an_erased_customer_stays_valid() throws Exception {
        String customer = api.post("/v1/customers", "{\"email\":\"ada@example.com\",\"name\":\"Ada\"}")
                .text("id");
        Api.Answer paid = api.post(
                "/v1/payments",
                Api.newKey(),
                "{\"amount\":990,\"currency\":\"EUR\",\"payment_method\":\"pm_card_visa\",\"customer\":\"%s\"}"
                        .formatted(customer));
        String id = paid.json().path("receipt").path("id").asString();
        api.post("/v1/privacy/requests", "{\"type\":\"erasure\",\"customer\":\"%s\"}".formatted(customer));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.get("/v1/customers/" + customer)
                        .json()
                        .path("erased_at")
                        .isString());

        Proved proved = proved(api, id, "erased");

        assertThat(Files.readString(proved.receipt()))
                .isEqualTo(paid.json().path("receipt").toString());
        assertThat(counterfoil(server, "verify", proved.receipt(), proved.proof()))
                .isEqualTo("0 valid");
        Api.Answer checked =
                api.post("/v1/receipts/verify", "{\"receipt\":%s}".formatted(Files.readString(proved.receipt())));
        assertThat(checked.json().path("valid").asBoolean()).isTrue();
    }

    @Test
    void a_client_that_accepts_json_alone_gets_a_proof_all_the_same() {
        String id = api.pay("pm_card_visa").json().path("receipt").path("id").asString();

        await().until(() -> api.send(api.request("/v1/receipts/" + id + "/proof")
                                .header("Accept", "application/json")
                                .GET())
                        .status()
                == 200);
        assertThat(api.send(api.request("/v1/receipts/" + id).header("Accept", "text/html"))
                        .header("Content-Type"))
                .startsWith("application/json");
    }

    @Test
    void a_proof_is_for_the_receipts_owner() {
        String id = api.pay("pm_card_visa").json().path("receipt").path("id").asString();
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        String merchant =
                operator.post("/v1/merchants", "{\"name\":\"Curious\"}").text("id");
        Api other = api.with(operator.post("/v1/api-keys", "{\"name\":\"b\",\"merchant\":\"%s\"}".formatted(merchant))
                .text("secret"));

        assertThat(other.get("/v1/receipts/" + id + "/proof").status()).isEqualTo(404);
        assertThat(api.with("").get("/v1/receipts/" + id + "/proof").status()).isEqualTo(401);
        Api.Answer mine = api.get("/v1/receipts/" + id + "/proof");
        if (mine.status() != 200) {
            assertThat(mine.status()).isEqualTo(409);
            assertThat(mine.text("code")).isEqualTo("not_sealed");
            assertThat(mine.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void the_log_is_served_to_anyone_and_caches_may_keep_what_never_changes() throws Exception {
        pay(api, "cached");
        assertThat(server.get(LOG + "checkpoint").headers().allValues("Cache-Control"))
                .containsExactly("public, max-age=1");
        assertThat(server.get(LOG + "tile/0/000.p/1").headers().allValues("Cache-Control"))
                .containsExactly("public, max-age=31536000, immutable");
        assertThat(server.get(LOG + "tile/entries/000.p/1").statusCode()).isEqualTo(200);
        for (String nothing : List.of("tile/0/000.p/0", "tile/0/999", "tile/9/000", "tile/0/0", "tile/0/x000/000")) {
            assertThat(server.get(LOG + nothing).statusCode()).as(nothing).isEqualTo(404);
        }
        assertThat(server.get("/transparency/nothing/checkpoint").headers().allValues("Cache-Control"))
                .containsExactly("no-store");
    }

    @Test
    void old_and_new_key_sign_beside_each_other_for_a_while() throws Exception {
        String older = server.get(LOG + "key").body().strip();
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));

        Api.Answer rolled = operator.post("/v1/transparency/receipts/key/roll", "{\"expires_in\":600}");

        String newer = rolled.text("key");
        Proved proved = pay(api, "overlap");
        assertThat(counterfoil(server, "verify", proved.receipt(), proved.proof(), older))
                .isEqualTo("0 valid");
        assertThat(counterfoil(server, "verify", proved.receipt(), proved.proof(), newer))
                .isEqualTo("0 valid");
        assertThat(rolled.text("announcement")).contains("old " + older + "\n", "new " + newer + "\n");
        String origin = newer.split("\\+")[0];
        for (String note : List.of(
                rolled.text("announcement"), server.get(LOG + "checkpoint").body())) {
            assertThat(note.lines().filter(line -> line.startsWith("\u2014 " + origin + " ")))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    /** As when the key that still signs beside the newest one turns out to be in other hands. */
    @Test
    void a_roll_ends_the_overlaps_that_were_granted_before() throws Exception {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        operator.post("/v1/transparency/receipts/key/roll", "{\"expires_in\":600}");

        Api.Answer rolled = operator.post("/v1/transparency/receipts/key/roll", "{}");

        assertSignedOnlyBy(rolled.text("key"), pay(api, "after the overlap"));
    }

    @Test
    void of_two_rolls_at_once_one_is_the_other_s_successor() throws Exception {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        Database database = new Database(server.home());
        List<CompletableFuture<Api.Answer>> rolls = new ArrayList<>();
        try (Connection held = database.hold("SELECT FROM domain.log_key FOR UPDATE")) {
            for (int i = 0; i < 2; i++) {
                rolls.add(
                        CompletableFuture.supplyAsync(() -> operator.post("/v1/transparency/receipts/key/roll", "{}")));
            }
            await().until(() -> database.count("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE wait_event_type = 'Lock' AND query LIKE ANY (ARRAY['%domain.log_key%', '%domain.log %'])\
                    """) >= 2);
            held.rollback();
        }
        for (CompletableFuture<Api.Answer> roll : rolls) {
            assertThat(roll.get().status()).isEqualTo(201);
        }

        assertSignedOnlyBy(server.get(LOG + "key").body().strip(), pay(api, "after two rolls"));
    }

    private static void assertSignedOnlyBy(String key, Proved proved) throws IOException {
        String origin = key.split("\\+")[0];
        assertThat(Files.readString(proved.proof()).lines().filter(line -> line.startsWith("\u2014 " + origin + " ")))
                .hasSize(1);
    }

    @Test
    void proofs_by_a_retired_key_stay_valid_and_the_log_announces_the_new_one() throws Exception {
        Proved before = pay(api, "before");
        String older = server.get(LOG + "key").body().strip();
        Path checkpoint = Files.writeString(
                directory.resolve("older"), server.get(LOG + "checkpoint").body());
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        assertThat(api.post("/v1/transparency/receipts/key/roll", "{}").status())
                .isEqualTo(403);

        Api.Answer rolled = operator.post("/v1/transparency/receipts/key/roll", "{}");

        assertThat(rolled.status()).isEqualTo(201);
        Proved after = pay(api, "after");
        String newer = server.get(LOG + "key").body().strip();
        assertThat(newer).isEqualTo(rolled.text("key")).isNotEqualTo(older);
        assertThat(server.get(LOG + "keys").body()).startsWith(newer + "\n" + older + "\n");
        assertThat(server.get(LOG + "key-announcements").body()).startsWith(rolled.text("announcement"));
        assertThat(counterfoil(server, "verify", before.receipt(), before.proof(), older))
                .isEqualTo("0 valid");
        assertThat(counterfoil(server, "verify", after.receipt(), after.proof(), newer))
                .isEqualTo("0 valid");
        assertThat(counterfoil(server, "verify", before.receipt(), before.proof()))
                .isEqualTo("0 valid");
        assertThat(counterfoil(server, "verify", after.receipt(), after.proof()))
                .isEqualTo("0 valid");
        Path now = Files.writeString(
                directory.resolve("now"), server.get(LOG + "checkpoint").body());
        assertThat(counterfoil(server, "log", "consistency", checkpoint, now)).isEqualTo("0 consistent");
        assertThat(counterfoil(server, "log", "verify")).startsWith("0 ");
    }

    /**
     * Has a server of its own witnessed, kills it, starts it on a database that is older than what its home remembers, and
     * then does what docs/receipts.md says to do.
     */
    @Test
    void is_witnessed_loses_nothing_to_a_kill_signs_nothing_on_an_older_database_and_begins_another_log()
            throws Exception {
        WitnessStandIn witness = new WitnessStandIn("witness.example/w1", "not known yet");
        Distribution distribution = Distribution.on(directory.resolve("home"))
                .with("COUNTERFOIL_TRANSPARENCY_WITNESSES", witness.setting())
                .with("COUNTERFOIL_TRANSPARENCY_WITNESS_PAUSE", "PT1S");
        CounterfoilProcess first = distribution.start();
        String old = "";
        Path early = directory.resolve("early");
        try (witness) {
            Api merchant = Api.ofDemoMerchant(first);
            witness.learn(first.get(LOG + "key").body().strip());
            String receipt = "";
            for (int i = 0; i < 20; i++) {
                receipt = merchant.pay("pm_card_visa")
                        .json()
                        .path("receipt")
                        .path("id")
                        .asString();
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> witness.size() >= 20);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> first.get(LOG + "cosigned-checkpoint").body().contains("\n20\n"));
            Proved proved = proved(merchant, receipt, "witnessed");
            old = receipt;
            assertThat(Files.readString(proved.proof())).contains("\u2014 witness.example/w1 ");
            assertThat(first.get(LOG + "checkpoint").body()).contains("\u2014 witness.example/w1 ");
            Files.writeString(early, first.get(LOG + "checkpoint").body());
            for (int i = 0; i < 10; i++) {
                merchant.pay("pm_card_visa");
            }
            first.kill();
        } finally {
            first.close();
        }
        assertThat(counterfoil(first, "log", "verify")).startsWith("0 ");
        Path record = first.home().resolve("transparency/published-checkpoints");
        String origin = Files.readAllLines(record).stream()
                .map(line -> line.split(" ")[0])
                .filter(name -> name.endsWith("/receipts"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                record, origin + " 1000000 NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n", StandardOpenOption.APPEND);

        String before;
        String waiting;
        try (CounterfoilProcess second = distribution.start()) {
            second.awaitLine("older than what was promised");
            before = second.get(LOG + "checkpoint").body();
            Api.Answer paid = Api.ofDemoMerchant(second).pay("pm_card_visa");
            waiting = paid.json().path("receipt").path("id").asString();
            // the queue was looked at since, and nothing came of it
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> second.output().stream()
                                    .filter(line -> line.contains("The log of receipts is not sealed any more."))
                                    .count()
                            >= 2);
            Api.Answer proof = Api.ofDemoMerchant(second).get("/v1/receipts/" + waiting + "/proof");
            assertThat(proof.status()).isEqualTo(409);
            assertThat(proof.text("code")).isEqualTo("not_sealed");
            assertThat(proof.header("Retry-After")).isEqualTo("1");
            assertThat(second.get(LOG + "checkpoint").body()).isEqualTo(before);
        }

        distribution.with("COUNTERFOIL_TRANSPARENCY_ORIGIN", "pay.example.com/transparency");
        try (CounterfoilProcess third = distribution.start()) {
            Api merchant = Api.ofDemoMerchant(third);
            Proved waited = proved(merchant, waiting, "waited");
            assertThat(waited.proof()).content().contains("\npay.example.com/transparency/receipts\n");
            Proved stays = proved(merchant, old, "stays");
            assertThat(stays.proof()).content().contains("\n" + origin + "\n");
            for (Proved proved : List.of(waited, stays)) {
                assertThat(counterfoil(third, "verify", proved.receipt(), proved.proof()))
                        .isEqualTo("0 valid");
            }
            assertThat(third.get("/transparency/receipts-1/checkpoint").body()).isEqualTo(before);
            for (String there : List.of("receipts-1/tile/0/000.p/20", "receipts-1/keys", "receipts-2/tile/0/000.p/1")) {
                assertThat(third.get("/transparency/" + there).statusCode())
                        .as(there)
                        .isEqualTo(200);
            }
            for (String nothing : List.of("receipts-3", "receipts-0", "receipts-01", "audit-1")) {
                assertThat(third.get("/transparency/" + nothing + "/checkpoint").statusCode())
                        .as(nothing)
                        .isEqualTo(404);
            }
            assertThat(counterfoil(third, "log", "verify")).startsWith("0 ");
            Path late = Files.writeString(directory.resolve("late"), before);
            assertThat(counterfoil(third, "log", "consistency", early, late)).isEqualTo("0 consistent");
            Database database = new Database(third.home());
            Path announced = third.home().resolve("transparency/receipts.keys");
            List<String> keys = Files.readAllLines(announced);
            assertThat(keys).hasSize(2);
            // whoever has only the database makes an announced key of none
            database.update("""
                INSERT INTO domain.log_key (log_id, id, verifier, sealed, created_at, retires_at)
                SELECT (SELECT max(id) FROM domain.log WHERE name = 'receipts'),
                       gen_random_uuid(), verifier, sealed, created_at, created_at
                FROM domain.log_key WHERE log_id = (SELECT id FROM domain.log WHERE name = 'audit' LIMIT 1)\
                """);
            Files.delete(announced);
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(announced));
            assertThat(announced).content().isEqualTo(String.join("\n", keys) + "\n");
            database.update("""
                UPDATE domain.log_tile SET bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1)
                WHERE level = 0 AND number = 0 AND log_id = (SELECT min(id) FROM domain.log WHERE name = 'receipts')\
                """);
            assertThat(counterfoil(third, "log", "verify"))
                    .startsWith("1 WRONG: In the earlier log " + origin + ": Entry 0 was changed");
        }
    }

    private Proved pay(Api merchant, String name) throws IOException {
        Api.Answer paid = merchant.pay("pm_card_visa");
        return proved(merchant, paid.json().path("receipt").path("id").asString(), name);
    }

    private Proved proved(Api merchant, String id, String name) throws IOException {
        Api.Answer proof = await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> merchant.get("/v1/receipts/" + id + "/proof"), answer -> answer.status() == 200);
        return new Proved(
                id,
                Files.writeString(
                        directory.resolve(name + ".json"),
                        merchant.get("/v1/receipts/" + id).body()),
                Files.writeString(directory.resolve(name + ".proof"), proof.body()));
    }

    /** The exit code and what was printed. */
    private static String counterfoil(CounterfoilProcess server, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Distribution.directory().resolve("bin/counterfoil").toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // the JVM would say so in what is printed
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().put("COUNTERFOIL_HOME", server.home().toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() + " " + output;
    }
}
