package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(SharedServer.class)
class ReceiptsIT {

    private final Api api;
    private final CounterfoilProcess server;

    ReceiptsIT(Api api, CounterfoilProcess server) {
        this.api = api;
        this.server = server;
    }

    @Test
    void a_merchant_checks_a_receipt_with_the_secret_it_was_given() throws Exception {
        Api merchant = newMerchant();
        String secret = merchant.post("/v1/receipt-secrets/roll", "{}").text("secret");
        ObjectNode receipt = receipt(merchant);

        assertThat(hmac(secret, sortedMembersOf(receipt)))
                .isEqualTo(receipt.path("signature").asString());
        receipt.put("amount", 1251);
        assertThat(hmac(secret, sortedMembersOf(receipt)))
                .isNotEqualTo(receipt.path("signature").asString());
    }

    @Test
    void the_demo_merchants_secret_is_in_its_file() throws Exception {
        Api.Answer paid = api.pay("pm_card_visa");
        ObjectNode receipt = (ObjectNode) paid.json().get("receipt");
        assertThat(hmac(server.firstRun().get("COUNTERFOIL_RECEIPT_SECRET"), sortedMembersOf(receipt)))
                .isEqualTo(receipt.path("signature").asString());
    }

    @Test
    void a_receipt_is_served_with_the_bytes_of_the_payment() {
        Api.Answer paid = api.pay("pm_card_visa");
        String id = paid.json().path("receipt").path("id").asString();
        assertThat(paid.body()).contains(api.get("/v1/receipts/" + id).body());
    }

    @Test
    void a_good_receipt_is_valid() {
        assertThat(verify(api, receipt(api)).toString()).isEqualTo("{\"valid\":true,\"reason\":null}");
    }

    @Test
    void no_member_can_be_changed_unseen() {
        ObjectNode good = receipt(api);
        for (String member : good.propertyNames()) {
            String text = good.path(member).asString();
            invalid(good, receipt -> receipt.put(member, text.equals("x") ? "y" : "x"));
            invalid(good, receipt -> receipt.remove(member));
            invalid(good, receipt -> receipt.putArray(member));
            invalid(good, receipt -> receipt.putObject(member));
            invalid(good, receipt -> receipt.put(member, 1.5));
            invalid(good, receipt -> receipt.put(member, !good.path(member).asBoolean(false)));
        }
        String signature = good.path("signature").asString();
        invalid(good, receipt -> receipt.put("signature", signature.toUpperCase(Locale.ROOT) + "A"));
        invalid(good, receipt -> receipt.put("signature", signature + "00"));
        invalid(good, receipt -> receipt.put("amount", good.path("amount").asInt() + 1));
        invalid(good, receipt -> receipt.put("added", 1));
    }

    @Test
    void what_is_no_receipt_is_not_valid_and_breaks_nothing() {
        for (String nonsense :
                new String[] {"null", "1", "\"x\"", "[]", "{}", "{\"a\":{\"b\":[1]}}", "1e400", "true"}) {
            Api.Answer answer = api.post("/v1/receipts/verify", "{\"receipt\":" + nonsense + "}");
            assertThat(answer.status()).as(nonsense).isEqualTo(200);
            assertThat(answer.json().path("valid").asBoolean()).as(nonsense).isFalse();
            assertThat(answer.text("reason")).as(nonsense).isNotEmpty();
        }
        assertThat(api.post("/v1/receipts/verify", "{}").text("param")).isEqualTo("receipt");
    }

    @Test
    void another_merchants_receipt_is_not_valid() {
        JsonNode verdict = verify(newMerchant(), receipt(api));
        assertThat(verdict.path("valid").asBoolean()).isFalse();
        assertThat(verdict.path("reason").asString()).startsWith("other_merchant");
    }

    @Test
    void receipts_of_a_secret_that_was_rolled_stay_valid() {
        Api merchant = newMerchant();
        ObjectNode old = receipt(merchant);
        Api.Answer rolled = merchant.post("/v1/receipt-secrets/roll", "{\"expires_in\":3600}");

        assertThat(rolled.status()).isEqualTo(201);
        assertThat(receipt(merchant).path("key_id").asString()).isEqualTo(rolled.text("id"));
        assertThat(verify(merchant, old).path("valid").asBoolean()).isTrue();
        JsonNode secrets = merchant.get("/v1/receipt-secrets").json().path("data");
        assertThat(secrets.path(0).path("id").asString()).isEqualTo(rolled.text("id"));
        assertThat(secrets.path(0).path("secret").isNull()).isTrue();
        assertThat(secrets.path(1).path("expires_at").isNull()).isFalse();
    }

    private Api newMerchant() {
        Api operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        String merchant =
                operator.post("/v1/merchants", "{\"name\":\"Of receipts\"}").text("id");
        return api.with(operator.post("/v1/api-keys", "{\"name\":\"backend\",\"merchant\":\"%s\"}".formatted(merchant))
                .text("secret"));
    }

    private static ObjectNode receipt(Api merchant) {
        return (ObjectNode) merchant.pay("pm_card_visa").json().get("receipt");
    }

    private static JsonNode verify(Api merchant, JsonNode receipt) {
        Api.Answer answer = merchant.post("/v1/receipts/verify", "{\"receipt\":" + receipt + "}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private void invalid(ObjectNode good, Consumer<ObjectNode> change) {
        ObjectNode receipt = good.deepCopy();
        change.accept(receipt);
        assertThat(verify(api, receipt).path("valid").asBoolean())
                .as("%s", receipt)
                .isFalse();
    }

    /** The merchant's ten lines, in Java. */
    private static String sortedMembersOf(ObjectNode receipt) {
        Map<String, JsonNode> members = new TreeMap<>();
        receipt.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        members.remove("signature");
        return Api.JSON.writeValueAsString(members);
    }

    private static String hmac(String secret, String message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    }
}
