package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.SharedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The audit log as an auditor has it: listed, exported, checked offline and against the database. */
@ExtendWith(SharedServer.class)
class AuditLogIT {

    private final Api merchant;
    private final CounterfoilProcess server;

    @TempDir
    private Path directory;

    private Api auditor;

    AuditLogIT(Api merchant, CounterfoilProcess server) {
        this.merchant = merchant;
        this.server = server;
    }

    @BeforeEach
    void authenticate() {
        auditor = merchant.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    @Test
    void lists_what_was_done_for_auditors_alone() {
        assertThat(merchant.get("/v1/audit-log").status()).isEqualTo(403);
        assertThat(merchant.with("").get("/v1/audit-log").status()).isEqualTo(401);
        String origin = auditor.post("/v1/transparency/receipts/key/roll", "{}")
                .text("key")
                .split("\\+")[0];

        Api.Answer rolled = auditor.get("/v1/audit-log?action=log_key.rolled&object=" + origin);

        JsonNode entry = rolled.json().path("data").path(0);
        assertThat(entry.path("id").asString()).startsWith("aud_");
        assertThat(entry.path("actor").asString()).startsWith("opt_");
        assertThat(entry.path("result").asString()).isEqualTo("done");
        assertThat(entry.path("source").asString()).hasSize(16);
        assertThat(rolled.body()).doesNotContain("127.0.0.1");
        String actor = entry.path("actor").asString();
        assertThat(auditor.get("/v1/audit-log?actor=" + actor + "&limit=1")
                        .json()
                        .path("data")
                        .size())
                .isEqualTo(1);
        assertThat(auditor.get("/v1/audit-log?actor=nobody").json().path("data").size())
                .isZero();
        assertThat(auditor.get("/v1/audit-log?to=2020-01-01")
                        .json()
                        .path("data")
                        .size())
                .isZero();
        assertThat(auditor.get("/v1/audit-log?action=server.started")
                        .json()
                        .path("data")
                        .size())
                .isPositive();
        assertThat(auditor.get("/v1/audit-log?from=yesterday").text("param")).isEqualTo("from");
        assertThat(merchant.with("").get("/transparency/audit/checkpoint").status())
                .isEqualTo(404);
    }

    @Test
    void is_exported_and_checked_without_the_server() throws Exception {
        auditor.get("/v1/audit-log");
        Api.Answer export = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> auditor.get("/v1/audit-log/export"),
                        answer -> answer.body().lines().count() > 1);
        Path file = Files.writeString(directory.resolve("export.jsonl"), export.body());
        String key =
                auditor.get("/v1/audit-log/keys").body().lines().findFirst().orElseThrow();
        List<String> lines = export.body().lines().toList();

        assertThat(counterfoil("audit", "verify", file)).startsWith("0 valid: entries 0 to ");
        assertThat(counterfoil("audit", "verify", file, key)).startsWith("0 valid: entries 0 to ");
        Path changed = Files.writeString(
                directory.resolve("changed.jsonl"), export.body().replaceFirst("server\\.started", "server.stopped"));
        assertThat(counterfoil("audit", "verify", changed, key))
                .startsWith("1 INVALID: entry ")
                .endsWith("is not what was sealed");
        Path shorter = Files.writeString(
                directory.resolve("shorter.jsonl"), String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        assertThat(counterfoil("audit", "verify", shorter, key))
                .startsWith("1 INVALID: entry ")
                .endsWith("is not in the export");
        assertThat(counterfoil("audit", "verify")).startsWith("0 ").contains("entries are good");
    }

    @Test
    void a_review_of_a_day_to_come_is_nowhere() {
        assertThat(auditor.get("/v1/reviews").status()).isEqualTo(200);
        assertThat(auditor.get("/v1/reviews/2999-01-01").status()).isEqualTo(404);
        assertThat(auditor.get("/v1/reviews/someday").status()).isEqualTo(404);
        assertThat(auditor.post("/v1/reviews/2999-01-01/sign-off", "{}").status())
                .isEqualTo(404);
        assertThat(merchant.get("/v1/reviews").status()).isEqualTo(403);
        assertThat(auditor.get("/v1/reviews?limit=0").text("param")).isEqualTo("limit");
        assertThat(auditor.get("/v1/reviews?starting_after=x").text("param")).isEqualTo("starting_after");
    }

    /** The exit code and what was printed. */
    private String counterfoil(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Distribution.directory().resolve("bin/counterfoil").toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("COUNTERFOIL_HOME", server.home().toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() + " " + output;
    }
}
