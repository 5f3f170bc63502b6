package io.counterfoil.liberty.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The rules and the dashboard that are shipped, against what the server tells, by a real Prometheus where there is one. */
@ExtendWith(SharedServer.class)
class PrometheusIT {

    private static final Path RULES =
            Path.of("../monitoring/prometheus/counterfoil.rules.yml").toAbsolutePath();
    private static final Path DASHBOARD = Path.of("../monitoring/grafana/counterfoil.json");
    private static final Pattern FIGURE = Pattern.compile("\\b(?:counterfoil|connectionpool)_\\w+");

    /** What may be nothing in a server that is well, and why; all else must be more than that with what this test does. */
    private static final Map<String, String> MAY_BE_NOTHING = Map.of(
            "sum(rate(counterfoil_rate_limit_refusals_total[5m]))",
            "nobody is refused: a server under test has a hundred times the usual limits",
            "max(counterfoil_webhook_queue_oldest_seconds)",
            "what waits for its next attempt is not late",
            "max(counterfoil_seal_lag_seconds)",
            "receipts are sealed within a second",
            "sum by (datasource) (connectionpool_freeConnections)",
            "all may be in use, or given back to the system",
            "max(counterfoil_alerts_open)",
            "nothing is wrong");

    /** What tells nothing in this server, and why. */
    private static final Map<String, String> WITHOUT_SERIES = Map.of(
            "sum by (method, state) (rate(ft_circuitbreaker_state_total[5m]))"
                    + " / ignoring(state) group_left sum by (method) (rate(ft_circuitbreaker_state_total[5m]))",
            "the processor of test cards has no circuit breaker; ProcessorTroubleIT looks for the figure of one that has");

    private final CounterfoilProcess server;
    private final Api api;

    private String endpoint = "";

    PrometheusIT(CounterfoilProcess server, Api api) {
        this.server = server;
        this.api = api;
    }

    @Test
    void every_figure_that_a_rule_or_a_panel_names_is_told() throws IOException {
        api.pay("pm_card_visa");
        api.get("/v1/payments/" + Api.newKey());
        String customer =
                api.post("/v1/customers", "{\"email\":\"ada@example.com\"}").text("id");
        api.post("/v1/privacy/requests", "{\"type\":\"access\",\"customer\":\"%s\"}".formatted(customer));
        String endpoint = api.post(
                        "/v1/webhook-endpoints",
                        "{\"url\":\"https://nobody.invalid/in\",\"event_types\":[\"payment.*\"]}")
                .text("id");
        api.post("/v1/webhook-endpoints/" + endpoint + "/test", "");
        Set<String> named = new LinkedHashSet<>();
        FIGURE.matcher(Files.readString(RULES) + Files.readString(DASHBOARD))
                .results()
                .forEach(one -> named.add(one.group()));

        assertThat(named).hasSizeGreaterThan(10);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String told = api.get("/metrics").body();
            assertThat(named).allSatisfy(figure -> assertThat(told).contains("\n" + figure));
        });
        api.delete("/v1/webhook-endpoints/" + endpoint);
    }

    @AfterEach
    void leaveNoEndpoint() {
        if (!endpoint.isEmpty()) {
            api.delete("/v1/webhook-endpoints/" + endpoint);
        }
    }

    @Test
    void promtool_accepts_the_rules() throws Exception {
        Process promtool = start("promtool", "check", "rules", RULES.toString());
        assertThat(promtool.waitFor()).isZero();
    }

    @Test
    void a_real_prometheus_answers_every_query_of_the_dashboard(@TempDir Path directory) throws Exception {
        int port = Distribution.freePort();
        Path configuration = Files.writeString(
                directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: counterfoil
                    scheme: https
                    tls_config: {insecure_skip_verify: true}
                    static_configs: [{targets: ["localhost:%s"]}]
                """.formatted(RULES, Integer.toString(server.httpsPort())));
        Process prometheus = start(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> query(port, "up{job=\"counterfoil\"} == 1")
                                    .path("data")
                                    .path("result")
                                    .size()
                            == 1);
            List<String> expressions = expressions();
            assertThat(expressions)
                    .hasSizeGreaterThan(20)
                    .containsAll(MAY_BE_NOTHING.keySet())
                    .containsAll(WITHOUT_SERIES.keySet());
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        traffic();
                        assertThat(expressions).allSatisfy(expression -> {
                            JsonNode answer = query(port, expression);
                            assertThat(answer.path("status").asString()).isEqualTo("success");
                            if (WITHOUT_SERIES.containsKey(expression)) {
                                return;
                            }
                            assertThat(values(answer)).isNotEmpty();
                            if (!MAY_BE_NOTHING.containsKey(expression)) {
                                assertThat(values(answer)).anyMatch(value -> value > 0);
                            }
                        });
                    });
        } finally {
            prometheus.destroy();
            prometheus.waitFor();
        }
    }

    /** Something for every panel: rates are seen only of what is counted while somebody looks. */
    private void traffic() {
        String key = Api.newKey();
        api.pay(key, "pm_card_visa");
        api.pay(key, "pm_card_visa");
        api.pay("pm_card_declined");
        api.get("/v1/payments/" + Api.newKey());
        api.with("sk_test_wrong").get("/v1/payments");
        String customer =
                api.post("/v1/customers", "{\"email\":\"ada@example.com\"}").text("id");
        // waits for a person
        api.post("/v1/privacy/requests", "{\"type\":\"rectification\",\"customer\":\"%s\"}".formatted(customer));
        if (endpoint.isEmpty()) {
            endpoint = api.post(
                            "/v1/webhook-endpoints",
                            "{\"url\":\"https://nobody.invalid/in\",\"event_types\":[\"payment.*\"]}")
                    .text("id");
        }
        api.post("/v1/webhook-endpoints/" + endpoint + "/test", "");
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        Api.JSON
                .readTree(Files.readString(DASHBOARD))
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> expressions.add(target.path("expr").asString())));
        return expressions;
    }

    private static List<Double> values(JsonNode answer) {
        List<Double> values = new ArrayList<>();
        answer.path("data")
                .path("result")
                .forEach(series ->
                        values.add(Double.valueOf(series.path("value").path(1).asString())));
        return values;
    }

    private static JsonNode query(int port, String expression) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        return Api.JSON.readTree(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static Process start(String... command) throws IOException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command[0])));
        assumeTrue(installed, command[0] + " is not installed here: apt-get install prometheus");
        Path said = Files.createTempFile(command[0], ".log");
        said.toFile().deleteOnExit();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }
}
