package io.counterfoil.liberty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a merchant or an officer asks for in the name of a person, and what comes of it. */
@ExtendWith(PrivacyServer.class)
class RequestsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LONG_AGO = 3;

    private final PrivacyServer.Running running;
    private final PrivacyServer.Merchant merchant;

    RequestsIT(PrivacyServer.Running running) {
        this.running = running;
        this.merchant = running.another();
    }

    @Test
    void a_copy_holds_all_that_was_planted_its_receipts_and_a_manifest_that_verifies() throws Exception {
        String customer = merchant.customer("anna@example.com", "Lerche");
        Api.Answer paid = merchant.pay(customer, "Lerche", true);
        String payment = paid.text("id");
        Api.Answer refund =
                merchant.api().post("/v1/payments/" + payment + "/refunds", Api.newKey(), "{\"amount\":250}");
        String refunded = refund.json().path("receipt").path("id").asString();
        String receipt = paid.json().path("receipt").path("id").asString();
        await().atMost(SOON)
                .until(() ->
                        merchant.api().get("/v1/receipts/" + receipt + "/proof").status() == 200);

        Api.Answer made = merchant.request("access", customer);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("id")).startsWith("prq_");
        assertThat(made.text("due_at")).isEqualTo(aMonthAfter(made.text("received_at")));
        Map<String, byte[]> copy = zip(completed(made.text("id")));

        String data = new String(copy.get("data.json"), StandardCharsets.UTF_8);
        for (String planted : new String[] {
            "anna@example.com",
            "Anna Lerche",
            "ref-Lerche",
            "+4930123456",
            "Lerche-Weg 1",
            "Lerche-Stadt",
            "Lerche-description",
            "Lerche-metadata",
            payment,
            refund.text("id")
        }) {
            assertThat(data).contains(planted);
            assertThat(new String(copy.get("index.html"), StandardCharsets.UTF_8))
                    .contains(planted);
        }
        JsonNode about = Api.JSON.readTree(data).path("about_processing");
        for (String said : new String[] {
            "processing", "recipients", "rights", "complaint", "source", "automated_decisions", "transfers"
        }) {
            assertThat(about.path(said).isEmpty()
                            && about.path(said).asString("").isEmpty())
                    .as(said)
                    .isFalse();
        }
        assertThat(copy.get("receipts/" + receipt + ".json"))
                .isEqualTo(merchant.api().get("/v1/receipts/" + receipt).body().getBytes(StandardCharsets.UTF_8));
        assertThat(copy).containsKey("receipts/" + refunded + ".json");
        assertThat(new String(copy.get("receipts/" + receipt + ".tlog-proof"), StandardCharsets.UTF_8))
                .startsWith("c2sp.org/tlog-proof@v1\n");
        verifyManifest(copy);
    }

    @Test
    void an_erasure_leaves_a_certificate_and_receipts_and_takes_earlier_copies_along() throws Exception {
        String customer = merchant.customer("berta@example.com", "Meise");
        Api.Answer paid = merchant.pay(customer, "Meise", true);
        JsonNode receipt = paid.json().path("receipt");
        long ago = new Database(running.server().home())
                .update("UPDATE domain.payment SET created_at = created_at - interval '%s years' WHERE id = '%s'"
                        .formatted(
                                LONG_AGO, IdKind.PAYMENT.parse(paid.text("id")).orElseThrow()));
        assertThat(ago).isEqualTo(1);
        String copy = completed(merchant.request("access", customer).text("id"));
        assertThat(merchant.api()
                        .get("/v1/privacy/requests/" + copy + "/export")
                        .status())
                .isEqualTo(200);

        String key = Api.newKey();
        String asked = "{\"type\":\"erasure\",\"email\":\"berta@example.com\"}";
        String erasure = completed(
                merchant.api().post("/v1/privacy/requests", key, asked).text("id"));
        assertThat(merchant.api().post("/v1/privacy/requests", key, asked).status())
                .isEqualTo(410);

        Api.Answer certificate = merchant.api().get("/v1/privacy/requests/" + erasure + "/certificate");
        assertThat(certificate.status()).isEqualTo(200);
        JsonNode said = certificate.json();
        assertThat(said.path("erasures").get(0).path("customer").asString()).isEqualTo(customer);
        assertThat(said.path("erasures").get(0).path("destroyed").toString())
                .contains("customer.email", "payment.description", "payment.metadata");
        assertThat(said.path("retained").toString()).contains("payment.amount", "legal_obligation");
        String year = paid.text("created_at").substring(0, 4);
        said.path("retained")
                .forEach(kept -> assertThat(kept.path("until").asString(""))
                        .isEqualTo(
                                kept.path("retention").asString().startsWith("ten years")
                                        ? Integer.parseInt(year) + 11 - LONG_AGO + "-01-01T00:00:00Z"
                                        : ""));
        said.path("recipients")
                .forEach(recipient -> assertThat(recipient.path("told_at").isString())
                        .as(recipient.toString())
                        .isEqualTo(recipient.path("recipient").asString().equals("the merchant")));
        assertThat(Instant.parse(said.path("backup_horizon").asString())).isAfter(Instant.now());
        assertThat(certificate.body()).doesNotContain("Meise").doesNotContain("berta@");
        verifyCertificate(certificate.body());

        Api.Answer left = merchant.api().get("/v1/customers/" + customer);
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.body()).contains("erased_at").doesNotContain("Meise");
        assertThat(merchant.api()
                        .get("/v1/privacy/requests/" + copy + "/export")
                        .status())
                .isEqualTo(410);
        ObjectNode question = Api.JSON.createObjectNode();
        question.set("receipt", receipt);
        assertThat(merchant.api()
                        .post("/v1/receipts/verify", question.toString())
                        .json()
                        .path("valid")
                        .asBoolean())
                .isTrue();

        merchant.api()
                .post("/v1/privacy/requests/" + erasure + "/acknowledgements", "{\"recipient\":\"parcel service\"}");
        String again = merchant.api()
                .get("/v1/privacy/requests/" + erasure + "/certificate")
                .body();
        assertThat(again).contains("parcel service");
        verifyCertificate(again);
    }

    @Test
    void an_erasure_waits_for_payments_and_says_until_when() {
        String customer = merchant.customer("clara@example.com", "Zaunkönig");
        String payment = merchant.pay(customer, "Zaunkönig", false).text("id");

        String erasure = merchant.request("erasure", customer).text("id");
        await().atMost(SOON)
                .until(() -> get(erasure).path("waiting_for").asString("").equals("payments"));
        assertThat(Instant.parse(get(erasure).path("deferred_until").asString()))
                .isAfter(Instant.now().plus(Duration.ofDays(6)));
        assertThat(merchant.api()
                        .get("/v1/privacy/requests/" + erasure + "/certificate")
                        .status())
                .isEqualTo(409);

        merchant.api().post("/v1/payments/" + payment + "/void", Api.newKey(), "{}");
        completed(erasure);
    }

    @Test
    void a_restriction_is_done_at_once_and_does_not_stand_against_an_erasure() {
        String customer = merchant.customer("dora@example.com", "Spatz");
        completed(merchant.request("restriction", customer).text("id"));
        completed(merchant.request("erasure", customer).text("id"));
    }

    @Test
    void a_rectification_waits_for_a_person() {
        String customer = merchant.customer("emma@example.com", "Star");
        String request = merchant.request("rectification", customer).text("id");
        await().atMost(SOON)
                .until(() -> get(request).path("waiting_for").asString("").equals("person"));
        assertThat(merchant.api().delete("/v1/privacy/requests/" + request).status())
                .isEqualTo(409);
        Api.Answer done = merchant.api().post("/v1/privacy/requests/" + request + "/complete", "{}");
        assertThat(done.text("status")).isEqualTo("completed");
    }

    @Test
    void a_refusal_and_an_extension_need_their_reasons_and_name_the_right_to_complain() {
        String customer = merchant.customer("frida@example.com", "Fink");
        String path = "/v1/privacy/requests/"
                + merchant.request("rectification", customer).text("id");
        for (String incomplete : new String[] {"{}", "{\"ground\":\"excessive\"}", "{\"reason\":\"no\"}"}) {
            assertThat(merchant.api().post(path + "/refuse", incomplete).status())
                    .isEqualTo(400);
        }
        assertThat(merchant.api().post(path + "/extend", "{\"reason\":\" \"}").text("param"))
                .isEqualTo("reason");
        Api.Answer extended = merchant.api().post(path + "/extend", "{\"reason\":\"spread widely\"}");
        assertThat(extended.text("extension_reason")).isEqualTo("spread widely");
        assertThat(merchant.api()
                        .post(path + "/extend", "{\"reason\":\"again\"}")
                        .status())
                .isEqualTo(409);
        Api.Answer refused =
                merchant.api().post(path + "/refuse", "{\"ground\":\"excessive\",\"reason\":\"the tenth this week\"}");
        assertThat(refused.text("status")).isEqualTo("refused");
        assertThat(refused.json().path("refusal").path("complaint").asString()).contains("supervisory authority");
    }

    @Test
    void a_reason_is_gone_with_the_person_from_stored_answers_too() {
        String customer = merchant.customer("wanda@example.com", "Wendehals");
        String path = "/v1/privacy/requests/"
                + merchant.request("rectification", customer).text("id");
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("/extend", "{\"reason\":\"Wendehals moved\"}");
        sent.put("/refuse", "{\"ground\":\"excessive\",\"reason\":\"Wendehals again\"}");
        String key = Api.newKey();
        sent.forEach((step, body) -> {
            Api.Answer answer = merchant.api().post(path + step, key + step.charAt(1), body);
            assertThat(answer.body()).as(step).contains("Wendehals");
            assertThat(merchant.api()
                            .post(path + step, key + step.charAt(1), body)
                            .body())
                    .isEqualTo(answer.body());
        });

        completed(merchant.request("erasure", customer).text("id"));

        sent.forEach((step, body) -> {
            Api.Answer replay = merchant.api().post(path + step, key + step.charAt(1), body);
            assertThat(replay.status()).as(step + replay.body()).isEqualTo(410);
        });
        assertThat(merchant.api().get(path).body()).doesNotContain("Wendehals");
    }

    @Test
    void by_address_it_is_about_all_of_the_merchants_own_customers_and_nobody_elses() {
        String first = merchant.customer("Gerda@Example.com", "Specht");
        String second = merchant.customer("gerda@example.com", "Specht");
        PrivacyServer.Merchant other = running.another();
        String foreign = other.customer("gerda@example.com", "Specht");

        Api.Answer made =
                merchant.api().post("/v1/privacy/requests", "{\"type\":\"erasure\",\"email\":\"gerda@example.com\"}");
        completed(made.text("id"));

        assertThat(made.json().path("customers").toString())
                .contains(first, second)
                .doesNotContain(foreign);
        assertThat(other.api().get("/v1/customers/" + foreign).body()).doesNotContain("erased_at\":\"");
        assertThat(other.api().get("/v1/privacy/requests/" + made.text("id")).status())
                .isEqualTo(404);
        assertThat(other.api()
                        .get("/v1/privacy/requests/" + made.text("id") + "/certificate")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void what_is_not_allowed_is_named() {
        String customer = merchant.customer("hanna@example.com", "Amsel");
        refused("{\"type\":\"access\"}", "customer");
        refused("{\"customer\":\"%s\"}".formatted(customer), "type");
        refused("{\"type\":\"deletion\",\"customer\":\"%s\"}".formatted(customer), "type");
        refused("{\"type\":\"access\",\"customer\":\"cus_00000000000000000000000000\"}", "customer");
        refused("{\"type\":\"access\",\"email\":\"nobody@example.com\"}", "email");
        refused("{\"type\":\"access\",\"email\":\"x\",\"customer\":\"y\"}", "email");
        refused("{\"type\":\"access\",\"customer\":\"%s\",\"regime\":\"lgpd\"}".formatted(customer), "regime");
        refused("{\"type\":\"access\",\"customer\":\"%s\",\"why\":1}".formatted(customer), "why");
        assertThat(merchant.api().get("/v1/privacy/requests/prq_x").status()).isEqualTo(404);
    }

    @Test
    void an_officer_acts_for_any_merchant() {
        String customer = merchant.customer("ida@example.com", "Kiebitz");
        Api.Answer made = running.operator()
                .post(
                        "/v1/privacy/requests",
                        "{\"type\":\"access\",\"customer\":\"%s\",\"merchant\":\"%s\",\"regime\":\"ccpa\"}"
                                .formatted(customer, merchant.id()));
        assertThat(made.status()).isEqualTo(201);
        assertThat(Duration.between(Instant.parse(made.text("received_at")), Instant.parse(made.text("due_at"))))
                .isEqualTo(Duration.ofDays(45));
        assertThat(running.operator()
                        .get("/v1/privacy/requests?merchant=" + merchant.id())
                        .body())
                .contains(made.text("id"));
        for (String all : List.of("/v1/privacy/requests", "/v1/customers")) {
            assertThat(running.operator().get(all + "?limit=100").body())
                    .as(all)
                    .contains(customer);
        }
        completed(made.text("id"));
    }

    @Test
    void a_link_works_once_and_not_after_five_wrong_tries() {
        String path = "/v1/privacy/requests/"
                + merchant.request("rectification", merchant.customer("jana@example.com", "Gimpel"))
                        .text("id");
        String link = merchant.api().post(path + "/links", "{}").text("secret").split("=", 2)[1];
        assertThat(open(link).status()).isEqualTo(200);
        assertThat(open(link).status()).isEqualTo(410);
        String other = merchant.api().post(path + "/links", "{}").text("secret").split("=", 2)[1];
        for (int i = 0; i < 5; i++) {
            assertThat(open(other.substring(0, other.length() - 2) + "xx").status())
                    .isEqualTo(410);
        }
        assertThat(open(other).status()).isEqualTo(410);
    }

    @Test
    void a_request_is_taken_back_before_work_begins_by_whoever_sent_it_or_whom_it_is_about() {
        String customer = merchant.customer("karla@example.com", "Zeisig");
        String mine = "/v1/privacy/requests/" + merchant.pending(running, customer);
        assertThat(running.another().api().delete(mine).status()).isEqualTo(404);
        Api.Answer taken = merchant.api().delete(mine);
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        assertThat(taken.text("status")).isEqualTo("cancelled");
        assertThat(merchant.api().delete(mine).text("code")).isEqualTo("privacy_request_ended");

        String theirs = "/v1/privacy/requests/" + merchant.pending(running, customer);
        String link =
                merchant.api().post(theirs + "/links", "{}").text("secret").split("=", 2)[1];
        String withdrawal = "{\"visit\":\"%s\"}".formatted(open(link).text("visit"));
        assertThat(withdraw(withdrawal).text("status")).isEqualTo("cancelled");
        assertThat(withdraw(withdrawal).status()).isEqualTo(409);
        assertThat(merchant.api().get(theirs).text("status")).isEqualTo("cancelled");
    }

    private Api.Answer withdraw(String body) {
        return merchant.api().with("").post("/privacy/" + merchant.id() + "/withdraw", body);
    }

    private Api.Answer open(String link) {
        return merchant.api().with("").post("/privacy/" + merchant.id() + "/open", "{\"link\":\"" + link + "\"}");
    }

    private void refused(String body, String param) {
        Api.Answer answer = merchant.api().post("/v1/privacy/requests", body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.text("param")).as(body).isEqualTo(param);
    }

    private JsonNode get(String request) {
        return merchant.api().get("/v1/privacy/requests/" + request).json();
    }

    private String completed(String request) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get(request).path("status").asString())
                        .as(() -> get(request).toString())
                        .isEqualTo("completed"));
        return request;
    }

    private static String aMonthAfter(String received) {
        return OffsetDateTime.parse(received)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .plusMonths(1)
                .toInstant()
                .toString();
    }

    private Map<String, byte[]> zip(String request) throws Exception {
        HttpResponse<byte[]> answer = running.server()
                .client()
                .send(
                        merchant.api()
                                .request("/v1/privacy/requests/" + request + "/export")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        return unzip(answer.body());
    }

    static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    private void verifyManifest(Map<String, byte[]> copy) throws Exception {
        byte[] manifest = copy.get("manifest.json");
        assertThat(verifies(manifest, copy.get("manifest.json.sig"))).isTrue();
        JsonNode files = Api.JSON.readTree(manifest).path("files");
        assertThat(files.size()).isEqualTo(copy.size() - 2);
        for (JsonNode file : files) {
            byte[] content = copy.get(file.path("name").asString());
            assertThat(file.path("size").asLong()).isEqualTo(content.length);
            assertThat(file.path("sha256").asString())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        }
    }

    /** The signature is the last member, and covers the text without it: RFC 8785 sorts it before none but "version". */
    private void verifyCertificate(String certificate) throws Exception {
        int at = certificate.lastIndexOf(",\"signature\":\"");
        String signed = certificate.substring(0, at) + "}";
        String signature = Api.JSON.readTree(certificate).path("signature").asString();
        assertThat(verifies(
                        signed.getBytes(StandardCharsets.UTF_8),
                        Base64.getDecoder().decode(signature)))
                .isTrue();
        assertThat(verifies(
                        signed.replace("erasure_certificate", "erasure_certificatf")
                                .getBytes(StandardCharsets.UTF_8),
                        Base64.getDecoder().decode(signature)))
                .isFalse();
    }

    private boolean verifies(byte[] bytes, byte[] signature) throws Exception {
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(signingKey());
        check.update(bytes);
        return check.verify(signature);
    }

    private PublicKey signingKey() throws Exception {
        String pem =
                merchant.api().with("").get("/privacy/assets/signing-key.pem").body();
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key));
    }
}
