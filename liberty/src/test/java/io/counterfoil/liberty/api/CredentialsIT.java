package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call at all, and what browsers are told. */
@ExtendWith(SharedServer.class)
class CredentialsIT {

    private final Api api;
    private final CounterfoilProcess server;

    CredentialsIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://shop.example", "Origin: null", "Sec-Fetch-Site: cross-site"})
    void a_secret_key_that_a_browser_sends_is_refused_good_or_bad(String header) {
        String[] parts = header.split(": ");
        for (Api sender : List.of(
                api,
                api.with("sk_test_" + "0".repeat(36)),
                api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN")))) {
            Api.Answer refused = sender.send(
                    sender.request("/v1/merchants").header(parts[0], parts[1]).GET());

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("secret_key_in_browser");
        }
        assertThat(api.with("")
                        .send(api.with("")
                                .request("/transparency/receipts/key")
                                .header(parts[0], parts[1])
                                .GET())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nodes_own_fetch_is_no_browser() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of("/usr/bin/node", "/usr/local/bin/node").anyMatch(path -> Files.isExecutable(Path.of(path))));
        ProcessBuilder node = new ProcessBuilder(
                "node",
                "-e",
                "fetch(process.env.URL, {headers: {Authorization: 'Bearer ' + process.env.KEY}})"
                        + ".then(r => console.log(r.status), e => console.log(e.cause || e))");
        node.environment().put("URL", server.url() + "/v1/payments");
        node.environment().put("KEY", server.firstRun().get("COUNTERFOIL_TEST_KEY"));
        node.environment()
                .put("NODE_EXTRA_CA_CERTS", server.home().resolve("tls/ca.pem").toString());
        Process process = node.redirectErrorStream(true).start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("200");
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/payments",
                "/v1/nothing",
                "/health/ready",
                "/metrics",
                "/openapi",
                "/openapi/ui/",
                "/transparency/receipts/key",
                "/opendsr/discovery",
                "/privacy/nobody",
                "/nothing"
            })
    void every_answer_has_the_headers_that_browsers_heed(String path) {
        Api.Answer answer = api.get(path);

        assertThat(answer.header("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).isNotEmpty();
        assertThat(answer.headers()).doesNotContainKeys("x-powered-by", "server");
        if (path.startsWith("/v1")) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
        }
    }

    @Test
    void operators_make_tokens_for_each_other_and_the_last_one_stays() {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        Api.Answer made = operator.post("/v1/operator-tokens", "{\"name\":\"Ada\",\"roles\":[\"auditor\"]}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("secret")).startsWith("op_").hasSize(39);
        Api auditor = api.with(made.text("secret"));
        assertThat(auditor.get("/v1/merchants").status()).isEqualTo(403);

        assertThat(operator.delete("/v1/operator-tokens/" + made.text("id")).status())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(1))
                .until(() -> auditor.get("/v1/merchants").status() == 401);
        assertThat(operator.get("/v1/operator-tokens").body()).doesNotContain(made.text("secret"));
        Api.Answer first = operator.get("/v1/operator-tokens?limit=100");
        String own = StreamSupport.stream(first.json().path("data").spliterator(), false)
                .filter(token -> token.path("created_by").asString().equals("system"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        assertThat(operator.delete("/v1/operator-tokens/" + own).text("code")).isEqualTo("last_operator");
        for (String roles : List.of("[]", "[\"king\"]", "[\"auditor\",\"auditor\"]", "null")) {
            assertThat(operator.post("/v1/operator-tokens", "{\"name\":\"x\",\"roles\":" + roles + "}")
                            .text("param"))
                    .isEqualTo("roles");
        }
    }

    @Test
    void operators_see_merchants_and_no_payments() {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        assertThat(operator.get("/v1/merchants").status()).isEqualTo(200);
        assertThat(operator.get("/v1/payments").status()).isEqualTo(403);
        assertThat(api.get("/v1/merchants").status()).isEqualTo(403);
    }
}
