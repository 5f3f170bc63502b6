package io.counterfoil.liberty.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.ExternalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The record of published checkpoints is not there, so that any database would be believed, an older one too. */
class LostRecordIT {

    private static final String CHECKPOINT = "/transparency/receipts/checkpoint";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void nothing_is_signed_until_an_operator_says_so() throws Exception {
        Distribution distribution = Distribution.on(directory.resolve("home"));
        String origin;
        try (CounterfoilProcess first = distribution.start()) {
            awaitProof(first, pay(first));
            origin = first.get(CHECKPOINT).body().lines().findFirst().orElseThrow();
            assertThat(alerts(operator(first), "log_record_begun")).isEmpty();
        }
        Path record = distribution.home().resolve("transparency/published-checkpoints");
        Files.delete(record);

        try (CounterfoilProcess second = distribution.start()) {
            second.awaitLine("The log of receipts is not sealed any more. The record of published checkpoints");
            String shown = second.get(CHECKPOINT).body();
            String waiting = pay(second);
            Api operator = operator(second);
            await().atMost(SOON)
                    .until(() -> alerts(operator, "log_record_missing").containsAll(List.of("audit", "receipts")));
            await().atMost(SOON).until(() -> acts(operator, origin).equals(List.of("log_record.begun refused")));
            Api.Answer proof = Api.ofDemoMerchant(second).get("/v1/receipts/" + waiting + "/proof");
            assertThat(proof.status()).isEqualTo(409);
            assertThat(second.get(CHECKPOINT).body()).isEqualTo(shown);
            assertThat(record).doesNotExist();

            assertThat(second.counterfoil("log", "begin-record"))
                    .startsWith("0 ")
                    .contains(origin + ": its first 1 entries are what it has promised");

            awaitProof(second, waiting);
            await().atMost(SOON)
                    .until(() -> acts(operator, origin)
                            .equals(List.of("log_record.found done", "log_record.begun refused")));
            assertThat(second.counterfoil("log", "begin-record")).startsWith("0 nothing to do");
            assertThat(second.counterfoil("log", "verify")).startsWith("0 ");
        }
    }

    /** As when a second server is set up, and nobody named a record for both. */
    @Test
    void a_server_that_joins_others_begins_one_and_says_so_and_does_so_once() throws Exception {
        Files.writeString(directory.resolve("root.key"), Base64.getEncoder().encodeToString(new byte[32]));
        try (ExternalPostgres postgres = new ExternalPostgres(directory.resolve("external"))) {
            postgres.start();
            postgres.execute("postgres", "CREATE DATABASE house OWNER counterfoil");
            Api operator;
            Api merchant;
            try (CounterfoilProcess first = on(postgres, "first").start()) {
                awaitProof(first, pay(first));
                operator = operator(first);
                merchant = Api.ofDemoMerchant(first);
                assertThat(alerts(operator, "log_record_begun")).isEmpty();
            }
            Path record = directory.resolve("second/transparency/published-checkpoints");
            String origin;
            try (CounterfoilProcess second = on(postgres, "second").start()) {
                awaitProof(merchant.at(second), pay(merchant.at(second)));
                Api there = operator.at(second);
                await().atMost(SOON)
                        .until(() -> alerts(there, "log_record_begun").contains("receipts"));
                origin = second.get(CHECKPOINT).body().lines().findFirst().orElseThrow();
                assertThat(acts(there, origin)).containsExactly("log_record.begun done");
                assertThat(record).content().contains(origin + " 1 ").contains(origin + " 2 ");
                assertThat(alerts(there, "log_record_missing")).isEmpty();
            }
            Files.delete(record);
            try (CounterfoilProcess second = on(postgres, "second").start()) {
                second.awaitLine("The log of receipts is not sealed any more. The record of published checkpoints");
                Api there = operator.at(second);
                await().atMost(SOON)
                        .until(() -> acts(there, origin)
                                .equals(List.of("log_record.begun refused", "log_record.begun done")));
                assertThat(record).doesNotExist();
            }
        }
    }

    private Distribution on(ExternalPostgres postgres, String home) {
        Distribution server = Distribution.on(directory.resolve(home))
                .with("COUNTERFOIL_ROOT_KEY_FILE", directory.resolve("root.key").toString());
        postgres.settings("house").forEach(server::with);
        return server;
    }

    private static Api operator(CounterfoilProcess server) {
        return Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    private static String pay(CounterfoilProcess server) {
        return pay(Api.ofDemoMerchant(server));
    }

    /** Gives the receipt's id. */
    private static String pay(Api merchant) {
        Api.Answer paid = merchant.pay("pm_card_visa");
        assertThat(paid.status()).as(paid.body()).isEqualTo(201);
        return paid.json().path("receipt").path("id").asString();
    }

    private static void awaitProof(CounterfoilProcess server, String receipt) {
        awaitProof(Api.ofDemoMerchant(server), receipt);
    }

    private static void awaitProof(Api merchant, String receipt) {
        await().atMost(SOON)
                .until(() -> merchant.get("/v1/receipts/" + receipt + "/proof").status() == 200);
    }

    /** What the open alerts of a rule are about. */
    private static List<String> alerts(Api operator, String rule) {
        return operator.get("/v1/alerts?rule=" + rule + "&limit=100")
                .json()
                .path("data")
                .findValuesAsString("subject");
    }

    /** What became of the record of a log, the newest first. */
    private static List<String> acts(Api operator, String origin) {
        return operator.get("/v1/audit-log?object=" + origin)
                .json()
                .path("data")
                .valueStream()
                .filter(act -> act.path("action").asString().startsWith("log_record."))
                .map(LostRecordIT::inShort)
                .toList();
    }

    private static String inShort(JsonNode act) {
        return act.path("action").asString() + " " + act.path("result").asString();
    }
}
