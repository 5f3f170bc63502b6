package io.counterfoil.liberty.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is called and what fails is counted, told to Prometheus, and logged without anything that is nobody's business. */
@ExtendWith(SharedServer.class)
class UsageIT {

    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Pattern SAMPLE = Pattern.compile("^(\\w+)\\{?([^}]*)}? ([-+.\\w]+)$", Pattern.MULTILINE);

    private final CounterfoilProcess server;
    private final Api operator;

    /** A merchant of its own: so that what other tests do is not counted here. */
    private Api merchant;

    private String merchantId;

    UsageIT(CounterfoilProcess server) {
        this.server = server;
        this.operator = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    @BeforeEach
    void newMerchant() {
        merchantId =
                operator.post("/v1/merchants", "{\"name\":\"Counted shop\"}").text("id");
        String secret = operator.post("/v1/api-keys", """
            {"name":"counted","merchant":"%s"}\
            """.formatted(merchantId)).text("secret");
        merchant = operator.with(secret);
    }

    @Test
    void usage_is_complete_within_a_minute() {
        for (int i = 0; i < 5; i++) {
            merchant.get("/v1/payments");
        }
        merchant.get("/v1/payments/pay_nonsense");

        await().atMost(MINUTE).untilAsserted(() -> {
            assertThat(counts("route")).contains("GET /v1/payments 5", "GET /v1/payments/{id} 1");
            assertThat(counts("status")).contains("4xx 1");
        });
        assertThat(groups("key")).singleElement().satisfies(group -> {
            assertThat(group.path("key").asString()).startsWith("key_");
            assertThat(group.path("errors").asLong()).isEqualTo(1);
        });
        assertThat(groups("hour")).isNotEmpty();
        assertThat(groups("day")).isNotEmpty();
        String key = groups("key").get(0).path("key").asString();
        JsonNode sightings =
                merchant.get("/v1/usage/sightings?api_key=" + key).json().path("data");
        assertThat(sightings.findValuesAsString("value")).contains("127.0.0.0/24", "GET /v1/payments");
        assertThat(operator.get("/v1/usage?by=route&merchant=" + merchantId).body())
                .contains("GET /v1/payments/{id}");
        assertThat(operator.get("/v1/usage?by=route&from=" + LocalDate.now(ZoneOffset.UTC))
                        .body())
                .contains("GET /v1/payments/{id}");
    }

    /** Over all merchants there are operator tokens too, and calls with a credential that is nobody's. */
    @Test
    void whoever_sees_everybodys_usage_sees_by_which_kind_of_credential() {
        merchant.get("/v1/payments");
        operator.get("/v1/merchants");
        operator.with("sk_test_wrong").get("/v1/payments");
        String noKey = IdKind.API_KEY.text(new UUID(0, 0));
        await().atMost(MINUTE).until(() -> !groups("key").isEmpty());
        String key = groups("key").get(0).path("key").asString();

        await().atMost(MINUTE)
                .untilAsserted(() -> assertThat(operator.get("/v1/usage?by=key")
                                .json()
                                .path("data")
                                .findValuesAsString("key"))
                        .contains("none", key)
                        .anyMatch(credential -> credential.startsWith("opt_"))
                        .doesNotContain(noKey));
    }

    /** Calls are counted by the minute, and nobody who measures begins at a full one. */
    @Test
    void usage_has_what_came_since_the_time_that_is_asked_about() {
        Instant begun = Instant.now();
        merchant.get("/v1/payments");

        await().atMost(MINUTE)
                .until(() ->
                        merchant.get("/v1/usage?by=route&from=" + begun).body().contains("GET /v1/payments"));
    }

    @Test
    void failed_payments_are_grouped_by_what_they_have_in_common() {
        merchant.pay("pm_card_declined");
        merchant.pay("pm_card_declined");
        merchant.pay("pm_card_expired");
        merchant.pay("pm_card_visa");

        JsonNode reasons = merchant.get("/v1/failed-payments?by=reason").json().path("data");
        assertThat(reasons.get(0).path("reason").asString()).isEqualTo("card_declined");
        assertThat(reasons.get(0).path("count").asLong()).isEqualTo(2);
        assertThat(reasons.get(1).path("reason").asString()).isEqualTo("expired_card");
        JsonNode instruments =
                merchant.get("/v1/failed-payments?by=instrument").json().path("data");
        assertThat(instruments).hasSize(2);
        assertThat(instruments.get(0).path("instrument").asString()).startsWith("ins_");
        JsonNode sources = merchant.get("/v1/failed-payments?by=source").json().path("data");
        assertThat(sources).hasSize(1);
        assertThat(sources.get(0).path("source").asString()).startsWith("src_").doesNotContain("127");
        for (String by : List.of("key", "hour")) {
            assertThat(merchant.get("/v1/failed-payments?by=" + by).json().path("data"))
                    .hasSize(1);
        }
        assertThat(merchant.get("/v1/failed-payments?by=reason&to=2020-01-01T00:00:00Z")
                        .json()
                        .path("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by=colour",
                "from=yesterday",
                "to=2026-13-01T00:00:00Z",
                "from=2030-01-01T00:00:00Z&to=2029-01-01T00:00:00Z"
            })
    void a_report_that_makes_no_sense_is_refused(String query) {
        for (String path : List.of("/v1/usage?", "/v1/failed-payments?")) {
            Api.Answer answer = merchant.get(path + query);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("param")).isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    @Test
    void prometheus_is_told_and_no_flood_of_values_makes_a_flood_of_series() {
        merchant.pay("pm_card_visa");
        merchant.pay("pm_card_declined");
        merchant.post("/v1/payments", Api.newKey(), """
                {"amount":1250,"currency":"EUR","payment_method":"pm_card_visa","capture":false}\
                """);
        for (int i = 0; i < 150; i++) {
            merchant.get("/v1/payments/pay_" + Api.newKey());
            merchant.get("/v1/" + Api.newKey());
        }
        operator.with("sk_test_wrong").get("/v1/payments");

        String metrics = operator.get("/metrics").body();
        assertThat(series(metrics, "counterfoil_payments_total"))
                .anySatisfy(labels ->
                        assertThat(labels).contains("status=\"succeeded\"", "mode=\"test\"", "failure_code=\"none\""))
                .anySatisfy(labels -> assertThat(labels)
                        .contains("status=\"requires_capture\"", "mode=\"test\"", "failure_code=\"none\""))
                .anySatisfy(labels -> assertThat(labels)
                        .contains("status=\"failed\"", "mode=\"test\"", "failure_code=\"card_declined\""));
        for (String name : List.of(
                "counterfoil_requests_total",
                "counterfoil_authentication_failures_total",
                "counterfoil_seal_lag_seconds",
                "counterfoil_job_lag_seconds",
                "counterfoil_alerts_open",
                "counterfoil_ready")) {
            assertThat(series(metrics, name)).as(name).isNotEmpty();
        }
        assertThat(series(metrics, "counterfoil_requests_total").size()).isLessThan(300);
        assertThat(metrics)
                .doesNotContainPattern("(pay|mer|key|cus)_[0-9a-z]{20}")
                .doesNotContain("sk_test");
    }

    @Test
    void the_log_of_a_failed_call_has_its_id_and_route_and_nothing_of_what_was_sent() throws IOException {
        String name = "Erika Mustermann " + Api.newKey();
        Api.Answer refused = merchant.post("/v1/payments", Api.newKey(), """
            {"amount":-1,"currency":"EUR","payment_method":"pm_card_visa","description":"%s"}\
            """.formatted(name));
        String id = refused.header("request-id");

        List<String> lines = await().atMost(MINUTE).until(() -> logged(id), found -> !found.isEmpty());
        assertThat(lines).allSatisfy(line -> {
            String message = Api.JSON.readTree(line).path("message").asString();
            assertThat(message).contains("POST /v1/payments", "merchant=m_");
        });
        assertThat(String.join("\n", logged(""))).doesNotContain("Mustermann", merchantId, "sk_test_");
    }

    private List<String> logged(String what) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(server.home())) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("messages"))
                    .collect(Collectors.toList())) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains(what))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static Set<String> series(String metrics, String name) {
        return SAMPLE.matcher(metrics)
                .results()
                .filter(sample -> sample.group(1).equals(name))
                .map(sample -> sample.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<JsonNode> groups(String by) {
        List<JsonNode> groups = new ArrayList<>();
        merchant.get("/v1/usage?by=" + by).json().path("data").forEach(groups::add);
        return groups;
    }

    private List<String> counts(String by) {
        return groups(by).stream()
                .map(group ->
                        group.path(by).asString() + " " + group.path("count").asLong())
                .toList();
    }
}
