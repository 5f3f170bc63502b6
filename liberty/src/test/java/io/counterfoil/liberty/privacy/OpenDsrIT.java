package io.counterfoil.liberty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.webhooks.Receiver;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another system sends requests by OpenDSR 2.0. */
@ExtendWith(PrivacyServer.class)
class OpenDsrIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int AT_ONCE = 8;

    private final PrivacyServer.Running running;
    private final PrivacyServer.Merchant merchant;

    OpenDsrIT(PrivacyServer.Running running) {
        this.running = running;
        this.merchant = running.another();
    }

    private String request(String id, String type, String email, String callback) {
        return """
            {"regulation":"gdpr","subject_request_id":"%s","subject_request_type":"%s",
             "subject_identities":[{"identity_type":"email","identity_value":"%s","identity_format":"raw"}],
             "submitted_time":"2026-11-01T12:00:00Z","api_version":"2.0","status_callback_urls":[%s],
             "extensions":{"example.com":{"anything":[1]}},"unknown_member":{"deep":true}}\
            """.formatted(id, type, email, callback);
    }

    @Test
    void a_request_is_received_done_and_called_back_each_signed() throws Exception {
        String id = UUID.randomUUID().toString();
        merchant.customer("otto@example.com", "Wiedehopf");
        try (Receiver receiver = new Receiver()) {
            String sent = request(id, "access", "otto@example.com", "\"" + receiver.url() + "\"");
            Api.Answer received = merchant.api().post("/opendsr/requests", sent);
            assertThat(received.status()).as(received.body()).isEqualTo(201);
            verify(received);
            assertThat(received.text("controller_id")).isEqualTo(merchant.id());
            assertThat(received.text("subject_request_id")).isEqualTo(id);
            assertThat(Base64.getDecoder().decode(received.text("encoded_request")))
                    .isEqualTo(sent.getBytes(StandardCharsets.UTF_8));
            assertThat(verifies(sent, received.text("processor_signature"))).isTrue();
            assertThat(merchant.api().post("/opendsr/requests", sent).text("received_time"))
                    .isEqualTo(received.text("received_time"));

            await().atMost(SOON)
                    .until(() -> merchant.api()
                            .get("/opendsr/requests/" + id)
                            .text("request_status")
                            .equals("completed"));
            Api.Answer status = merchant.api().get("/opendsr/requests/" + id);
            verify(status);
            assertThat(status.json().path("results_count").asInt()).isPositive();
            assertThat(status.text("results_url")).startsWith(running.server().url());
            await().atMost(SOON)
                    .until(() -> receiver.letters().stream()
                            .anyMatch(letter -> letter.body().contains("\"completed\"")));
            Receiver.Letter last = receiver.letters().stream()
                    .filter(letter -> letter.body().contains("\"completed\""))
                    .findFirst()
                    .orElseThrow();
            assertThat(last.body()).contains(receiver.url()).doesNotContain("otto@");
            assertThat(verifies(
                            last.body(),
                            last.headers().firstValue("X-OpenDSR-Signature").orElseThrow()))
                    .isTrue();
        }
    }

    @Test
    void what_is_sent_several_times_at_once_is_one_request() {
        String sent = request(UUID.randomUUID().toString(), "access", "nobody@example.com", "");
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<Api.Answer>> answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> merchant.api().post("/opendsr/requests", sent), threads))
                    .limit(AT_ONCE)
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join))
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.body()).isEqualTo(201))
                    .extracting(answer -> answer.text("received_time"))
                    .containsOnly(answers.get(0).join().text("received_time"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void what_no_worker_has_taken_up_yet_is_taken_back() throws Exception {
        merchant.customer("olga@example.com", "Kleiber");
        String id = pending("olga@example.com");
        Api.Answer taken = merchant.api().delete("/opendsr/requests/" + id);
        assertThat(taken.status()).as(taken.body()).isEqualTo(202);
        verify(taken);
        assertThat(taken.text("subject_request_id")).isEqualTo(id);
        assertThat(merchant.api().get("/opendsr/requests/" + id).text("request_status"))
                .isEqualTo("cancelled");
        Api.Answer again = merchant.api().delete("/opendsr/requests/" + id);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("error").path("code").asInt()).isEqualTo(409);
    }

    private String pending(String email) {
        Database database = new Database(running.server().home());
        return Stream.generate(() -> UUID.randomUUID().toString())
                .peek(id -> merchant.api().post("/opendsr/requests", request(id, "access", email, "")))
                .filter(id -> database.update("""
                    UPDATE privacy.request r SET ask_at = now() + interval '1 hour' FROM privacy.opendsr_request o
                    WHERE o.subject_request_id = '%s' AND r.merchant_id = o.merchant_id AND r.id = o.request_id
                      AND r.status = 'pending' AND r.owner IS NULL\
                    """.formatted(id)) == 1)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_no_request_is_refused_in_its_own_words_without_identities() {
        String good = request(UUID.randomUUID().toString(), "erasure", "pia@example.com", "");
        for (String bad : new String[] {
            good.replace("gdpr", "lgpd"),
            good.replace("erasure", "rectification"),
            good.replace("\"raw\"", "\"md5\""),
            good.replace("2026-11-01T12:00:00Z", "yesterday"),
            request(UUID.randomUUID().toString().toUpperCase(Locale.ROOT), "erasure", "pia@example.com", ""),
            request("not an id", "erasure", "pia@example.com", ""),
            request(UUID.randomUUID().toString(), "erasure", "pia", ""),
            request(UUID.randomUUID().toString(), "erasure", "pia@example.com", "\"ftp://example.com\""),
            "{}",
            "[]",
            "{"
        }) {
            Api.Answer refused = merchant.api().post("/opendsr/requests", bad);
            assertThat(refused.status()).as(bad).isEqualTo(400);
            assertThat(refused.json().path("error").path("code").asInt()).isEqualTo(400);
            assertThat(refused.json()
                            .path("error")
                            .path("errors")
                            .get(0)
                            .path("reason")
                            .asString())
                    .isNotEmpty();
            assertThat(refused.body()).doesNotContain("pia");
        }
    }

    @Test
    void what_others_sent_is_not_there() {
        String id = UUID.randomUUID().toString();
        merchant.api().post("/opendsr/requests", request(id, "erasure", "nobody@example.com", ""));
        Api stranger = running.another().api();
        assertThat(stranger.get("/opendsr/requests/" + id).status()).isEqualTo(404);
        assertThat(stranger.delete("/opendsr/requests/" + id).status()).isEqualTo(404);
        assertThat(merchant.api().get("/opendsr/requests/" + id).text("request_status"))
                .isNotEqualTo("cancelled");
        assertThat(merchant.api().get("/opendsr/requests/x").status()).isEqualTo(404);
        assertThat(merchant.api().with("").get("/opendsr/discovery").status()).isEqualTo(401);
        Api.Answer discovery = merchant.api().get("/opendsr/discovery");
        assertThat(discovery.text("api_version")).isEqualTo("2.0");
        assertThat(discovery.body()).contains("email", "erasure", "signing-key.pem");
    }

    private void verify(Api.Answer answer) throws Exception {
        assertThat(answer.header("x-opendsr-processor-domain")).isEqualTo("localhost");
        assertThat(verifies(answer.body(), answer.header("x-opendsr-signature")))
                .isTrue();
    }

    private boolean verifies(String text, String signature) throws Exception {
        String pem =
                merchant.api().with("").get("/privacy/assets/signing-key.pem").body();
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key)));
        check.update(text.getBytes(StandardCharsets.UTF_8));
        return check.verify(Base64.getDecoder().decode(signature));
    }
}
