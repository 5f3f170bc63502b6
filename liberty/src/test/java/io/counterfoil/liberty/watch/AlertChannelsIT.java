package io.counterfoil.liberty.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.webhooks.Receiver;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Something goes wrong, and people hear of it: by mail, in a chat, and the merchant by webhook. */
class AlertChannelsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String RULE = "webhook_endpoint_disabled";

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path home;

    private static final int MAIL_PORT = Distribution.freePort();

    private static CounterfoilProcess server;
    private static Api merchant;
    private static Api operator;

    private final GreenMail mail = new GreenMail(new ServerSetup(MAIL_PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Receiver chat = new Receiver();
    private final Receiver gone = new Receiver().answering(410);
    private final Receiver shop = new Receiver();

    @BeforeAll
    static void start() {
        server = Distribution.on(home)
                .with("COUNTERFOIL_WEBHOOKS_ALLOW_LOCAL", "true")
                .with("COUNTERFOIL_MAIL_SERVER", "smtp://127.0.0.1:" + MAIL_PORT)
                .with("COUNTERFOIL_ALERTS_INTERVAL", "PT1S")
                .start();
        merchant = Api.ofDemoMerchant(server);
        operator = Api.of(server, server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void tidyUp() {
        for (String list : List.of("/v1/alert-channels", "/v1/webhook-endpoints")) {
            Api api = list.contains("alert") ? operator : merchant;
            api.get(list + "?limit=100")
                    .json()
                    .path("data")
                    .forEach(one -> api.delete(list + "/" + one.path("id").asString()));
        }
        mail.stop();
        List.of(chat, gone, shop).forEach(Receiver::close);
    }

    @Test
    void an_endpoint_that_is_gone_is_told_by_mail_in_the_chat_and_to_the_merchant() {
        mail.start();
        channel("email", "oncall@example.com");
        channel("slack", chat.url());
        endpoint(shop.url(), "alert.raised");

        String endpoint = endpointGoesAway();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(mail.getReceivedMessages()).hasSize(1));
        await().atMost(SOON).untilAsserted(() -> assertThat(chat.letters()).hasSize(1));
        await().atMost(SOON).untilAsserted(() -> assertThat(shop.letters()).hasSize(1));
        String letter = GreenMailUtil.getBody(mail.getReceivedMessages()[0]);
        assertThat(letter).contains(endpoint, "reason: gone", "docs/runbooks/" + RULE + ".md");
        assertThat(Api.JSON.readTree(chat.letters().get(0).body()).path("text").asString())
                .contains("[warning]", endpoint);
        JsonNode event = Api.JSON.readTree(shop.letters().get(0).body());
        assertThat(event.path("type").asString()).isEqualTo("alert.raised");
        assertThat(event.path("data").path("subject").asString()).isEqualTo(endpoint);

        JsonNode alert = merchant.get("/v1/alerts?rule=" + RULE + "&status=raised")
                .json()
                .path("data")
                .get(0);
        assertThat(alert.path("id").asString())
                .isEqualTo(event.path("data").path("alert").asString());
        String path = "/v1/alerts/" + alert.path("id").asString();
        assertThat(merchant.post(path + "/resolve", "{}").status()).isEqualTo(403);
        assertThat(operator.post(path + "/acknowledge", "").text("status")).isEqualTo("acknowledged");
        assertThat(operator.post(path + "/silence", "{\"seconds\":60}").status())
                .isEqualTo(200);
        assertThat(operator.post(path + "/resolve", "").text("status")).isEqualTo("resolved");
        assertThat(operator.post(path + "/acknowledge", "").text("code")).isEqualTo("alert_resolved");
    }

    /** The hour passes by an update of the rows that know of it. */
    @Test
    void a_mail_server_that_is_down_for_an_hour_loses_nothing_and_is_told_elsewhere() {
        String channel = channel("email", "oncall@example.com");
        channel("slack", chat.url());
        String endpoint = endpointGoesAway();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                operator.get("/v1/alert-channels/" + channel).text("status"))
                        .isEqualTo("failing"));
        Database database = new Database(home);
        database.update("UPDATE monitoring.alert_channel SET failing_since = failing_since - interval '1 hour'"
                + " WHERE kind = 'email'");
        database.update("UPDATE monitoring.alert_notification SET due_at = now(), attempt = 20 WHERE kind = 'email'"
                + " AND ended_at IS NULL");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(chat.letters())
                        .anySatisfy(letter -> assertThat(letter.body()).contains("alert_channel_down", channel)));

        mail.start();
        database.update("UPDATE monitoring.alert_notification SET due_at = now() WHERE ended_at IS NULL");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                Arrays.stream(mail.getReceivedMessages()).map(GreenMailUtil::getBody))
                        .singleElement()
                        .asString()
                        .contains(endpoint));
        assertThat(operator.get("/v1/alert-channels/" + channel).text("status")).isEqualTo("working");
        String down = "/v1/alerts?rule=alert_channel_down&status=";
        assertThat(operator.get(down + "raised").body()).contains(channel);
        database.update("UPDATE monitoring.alert SET quiet_at = now() WHERE rule = 'alert_channel_down'");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(operator.get(down + "resolved").body()).contains(channel));
    }

    /** Each has a share of its own: the first attempt hangs still when the other has heard of it. */
    @Test
    void a_chat_that_hangs_keeps_no_other_from_hearing() {
        try (Receiver stuck = new Receiver().hanging()) {
            String hangs = channel("slack", stuck.url());
            channel("slack", chat.url());

            String endpoint = endpointGoesAway();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(chat.letters())
                            .anySatisfy(letter -> assertThat(letter.body()).contains(endpoint)));
            await().atMost(SOON).untilAsserted(() -> assertThat(stuck.letters()).hasSize(1));
            assertThat(operator.get("/v1/alert-channels/" + hangs).text("status"))
                    .isEqualTo("working");
        }
    }

    /** Signed as Standard Webhooks, under one id however often it is tried. */
    @Test
    void programs_of_operators_hear_of_it_by_a_signed_webhook() throws GeneralSecurityException {
        try (Receiver pager = new Receiver().answering(503)) {
            String key = Api.newKey();
            String wanted = "{\"kind\":\"webhook\",\"name\":\"Pager\",\"target\":\"%s\"}".formatted(pager.url());
            Api.Answer made = operator.post("/v1/alert-channels", key, wanted);
            String secret = made.text("secret");
            assertThat(secret).startsWith("whsec_");
            assertThat(operator.post("/v1/alert-channels", key, wanted).body()).doesNotContain("whsec_");
            assertThat(operator.get("/v1/alert-channels").body()).doesNotContain("whsec_", pager.url());

            String endpoint = endpointGoesAway();
            await().atMost(SOON).untilAsserted(() -> assertThat(pager.letters()).isNotEmpty());
            pager.answering(200);
            await().atMost(SOON).untilAsserted(() -> assertThat(pager.letters()).hasSizeGreaterThan(1));

            assertThat(pager.letters())
                    .extracting(letter -> letter.headers().firstValue("webhook-id"))
                    .containsOnly(pager.letters().get(0).headers().firstValue("webhook-id"));
            for (Receiver.Letter letter : pager.letters()) {
                assertThat(letter.headers().firstValue("webhook-signature"))
                        .hasValue("v1," + signature(secret, letter));
            }
            JsonNode event = Api.JSON.readTree(pager.letters().get(0).body());
            assertThat(event.path("type").asString()).isEqualTo("alert.raised");
            assertThat(event.path("data").path("alert").path("subject").asString())
                    .isEqualTo(endpoint);
            assertThat(operator.post("/v1/alert-channels/" + made.text("id") + "/test", "")
                            .status())
                    .isEqualTo(200);
            assertThat(Api.JSON
                            .readTree(pager.letters()
                                    .get(pager.letters().size() - 1)
                                    .body())
                            .path("type")
                            .asString())
                    .isEqualTo("ping");
        }
    }

    private static String signature(String secret, Receiver.Letter letter) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), mac.getAlgorithm()));
        String signed = letter.headers().firstValue("webhook-id").orElseThrow() + "."
                + letter.headers().firstValue("webhook-timestamp").orElseThrow() + "." + letter.body();
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_test_says_whether_it_arrived() {
        String channel = channel("email", "oncall@example.com");
        Api.Answer failed = operator.post("/v1/alert-channels/" + channel + "/test", "");
        assertThat(failed.status()).isEqualTo(409);
        assertThat(failed.text("code")).isEqualTo("channel_test_failed");
        assertThat(failed.body()).doesNotContain("oncall");

        mail.start();
        Api.Answer arrived = operator.post("/v1/alert-channels/" + channel + "/test", "");
        assertThat(arrived.status()).isEqualTo(200);
        assertThat(arrived.text("tested_at")).isNotEmpty();
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(operator.get("/v1/alert-channels").body()).doesNotContain("oncall@");
    }

    @ParameterizedTest
    @CsvSource({
        "kind,pager,oncall@example.com,info",
        "target,email,oncall,info",
        "target,email,'a@example.com,b@example.com',info",
        "target,slack,ftp://chat.example.com/hook,info",
        "target,webhook,oncall@example.com,info",
        "target,slack,https://user@chat.example.com/hook,info",
        "severity,email,oncall@example.com,loud"
    })
    void a_channel_that_makes_no_sense_is_refused(String param, String kind, String target, String severity) {
        Api.Answer answer = operator.post("/v1/alert-channels", """
            {"kind":"%s","name":"On call","target":"%s","severity":"%s"}\
            """.formatted(kind, target, severity));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("param")).isEqualTo(param);
    }

    @Test
    void rules_are_set_by_operators_and_name_what_they_do_not_take() {
        Api.Answer set =
                put("/v1/alert-rules/" + RULE, "{\"severity\":\"info\",\"threshold\":1,\"escalate_after\":60}");
        assertThat(set.status()).isEqualTo(200);
        String read = operator.get("/v1/alert-rules/" + RULE).body();
        assertThat(Api.JSON.readTree(read)).isEqualTo(set.json());
        assertThat(put("/v1/alert-rules/" + RULE, read).status()).isEqualTo(200);
        assertThat(set.json().path("escalate_after").asLong()).isEqualTo(60);
        assertThat(put("/v1/alert-rules/" + RULE, "{\"severity\":\"warning\",\"escalate_after\":null}")
                        .json()
                        .path("escalate_after")
                        .isNull())
                .isTrue();
        assertThat(operator.get("/v1/alert-rules").body()).contains(RULE, "outcome_overdue");

        assertThat(put("/v1/alert-rules/" + RULE, "{\"severity\":\"loud\"}").text("param"))
                .isEqualTo("severity");
        assertThat(put("/v1/alert-rules/" + RULE, "{\"threshold\":0}").text("param"))
                .isEqualTo("threshold");
        assertThat(put("/v1/alert-rules/" + RULE, "{\"loudness\":0}").text("param"))
                .isEqualTo("loudness");
        assertThat(put("/v1/alert-rules/" + RULE, "{\"action\":\"block\"}").text("param"))
                .isEqualTo("action");
        assertThat(put("/v1/alert-rules/" + RULE, "{\"parameters\":{\"speed\":1}}")
                        .text("param"))
                .isEqualTo("parameters.speed");
        assertThat(put("/v1/alert-rules/no_such_rule", "{}").status()).isEqualTo(404);
        assertThat(merchant.get("/v1/alert-rules/" + RULE).status()).isEqualTo(403);
        assertThat(merchant.get("/v1/alert-channels").status()).isEqualTo(403);
    }

    private static Api.Answer put(String path, String json) {
        return operator.send(operator.request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String channel(String kind, String target) {
        return operator.post("/v1/alert-channels", """
            {"kind":"%s","name":"On call","target":"%s"}\
            """.formatted(kind, target)).text("id");
    }

    private static String endpoint(String url, String type) {
        return merchant.post("/v1/webhook-endpoints", """
            {"url":"%s","event_types":["%s"]}\
            """.formatted(url, type)).text("id");
    }

    private String endpointGoesAway() {
        String endpoint = endpoint(gone.url(), "payment.*");
        merchant.pay("pm_card_visa");
        return endpoint;
    }
}
