package io.counterfoil.domain.receipt;

import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.MALFORMED_SIGNATURE;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.MISSING_MEMBER;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.NOT_AN_OBJECT;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.OTHER_MERCHANT;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.SIGNATURE_MISMATCH;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.UNKNOWN_KEY;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.UNKNOWN_MEMBER;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.WRONG_MODE;
import static io.counterfoil.domain.receipt.ReceiptVerdict.Reason.WRONG_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.counterfoil.domain.receipt.ReceiptVerdict.Invalid;
import io.counterfoil.domain.receipt.ReceiptVerdict.Valid;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReceiptCheckTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final ReceiptCheck check = new ReceiptCheck(
            ReceiptSamples.MERCHANT,
            false,
            id -> Optional.of(ReceiptSamples.SECRET)
                    .filter(secret -> secret.id().equals(id)));

    @Test
    void accepts_what_was_served() {
        assertThat(check.check(served())).isEqualTo(new Valid());
    }

    @Test
    void accepts_a_receipt_without_an_order_reference() {
        SignedReceipt signed = ReceiptSamples.withReference(Optional.empty()).sign(ReceiptSamples.SECRET);
        assertThat(check.check(MAPPER.readTree(signed.served()))).isEqualTo(new Valid());
    }

    @Test
    void accepts_other_white_space_and_another_order() {
        ObjectNode receipt = served();
        JsonNode amount = receipt.remove("amount");
        receipt.set("amount", amount);
        assertThat(check.check(MAPPER.readTree(receipt.toPrettyString()))).isEqualTo(new Valid());
    }

    @Test
    void takes_an_amount_by_its_value_as_the_merchants_own_check_does() {
        for (String same : List.of("1250.0", "125e1", "1250.00000000000000000001")) {
            ObjectNode receipt = served();
            receipt.set("amount", MAPPER.readTree(same));
            assertThat(check.check(receipt)).as(same).isEqualTo(new Valid());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"receipt\"", "[]", "true", "[{}]"})
    void refuses_what_is_not_an_object(String json) {
        assertThat(check.check(MAPPER.readTree(json))).isEqualTo(new Invalid(NOT_AN_OBJECT, ""));
    }

    @Test
    void refuses_an_absent_receipt() {
        assertThat(check.check(MAPPER.createObjectNode().path("receipt"))).isEqualTo(new Invalid(NOT_AN_OBJECT, ""));
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_receipt_without_one_of_its_members(ReceiptMember member) {
        ObjectNode receipt = served();
        receipt.remove(member.member());
        assertThat(check.check(receipt)).isEqualTo(new Invalid(MISSING_MEMBER, member.member()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"note", "Amount", "", "__proto__", "amount\u0000"})
    void refuses_a_member_too_many(String name) {
        ObjectNode receipt = served();
        receipt.put(name, "x");
        assertThat(check.check(receipt)).isEqualTo(new Invalid(UNKNOWN_MEMBER, name));
    }

    static Stream<String[]> wrongTypes() {
        return Arrays.stream(ReceiptMember.values())
                .flatMap(member -> Stream.of(
                                "null", "1", "1.5", "1e400", "9007199254740992", "\"x\"", "true", "[]", "{}")
                        .filter(json -> !member.allows(MAPPER.readTree(json)))
                        .map(json -> new String[] {member.member(), json}));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void refuses_a_member_of_another_type(String member, String json) {
        ObjectNode receipt = served();
        receipt.set(member, MAPPER.readTree(json));
        assertThat(check.check(receipt)).isEqualTo(new Invalid(WRONG_TYPE, member));
    }

    @Test
    void knows_the_type_of_each_member() {
        assertThat(wrongTypes()).hasSize(2 * 8 + 8 + 11 * 8 + 7);
    }

    @Test
    void refuses_a_signature_that_is_not_64_lower_case_hex_digits() {
        String signature = served().get("signature").stringValue();
        for (String wrong : List.of(
                "",
                signature.toUpperCase(Locale.ROOT),
                signature.substring(1),
                signature + "0",
                signature + "\n",
                "g" + signature.substring(1),
                "\u0660" + signature.substring(1))) {
            assertThat(check.check(with("signature", wrong)))
                    .as(wrong)
                    .isEqualTo(new Invalid(MALFORMED_SIGNATURE, "signature"));
        }
    }

    @Test
    void refuses_another_merchants_receipt() {
        ReceiptCheck other = new ReceiptCheck("mer_other", false, id -> Optional.of(ReceiptSamples.SECRET));
        assertThat(other.check(served())).isEqualTo(new Invalid(OTHER_MERCHANT, "merchant_id"));
    }

    @Test
    void refuses_a_receipt_of_the_other_mode() {
        ReceiptCheck live = new ReceiptCheck(ReceiptSamples.MERCHANT, true, id -> Optional.of(ReceiptSamples.SECRET));
        assertThat(live.check(served())).isEqualTo(new Invalid(WRONG_MODE, "livemode"));
    }

    @Test
    void refuses_a_key_that_the_merchant_never_had() {
        assertThat(check.check(with("key_id", "rsk_99"))).isEqualTo(new Invalid(UNKNOWN_KEY, "key_id"));
    }

    @Test
    void refuses_a_receipt_signed_with_another_secret() {
        ReceiptSecret other = new ReceiptSecret(ReceiptSamples.SECRET.id(), "rcs_test_" + "z".repeat(32));
        ReceiptCheck mistaken = new ReceiptCheck(ReceiptSamples.MERCHANT, false, id -> Optional.of(other));
        assertThat(mistaken.check(served())).isEqualTo(new Invalid(SIGNATURE_MISMATCH, "signature"));
    }

    @Test
    void refuses_half_a_surrogate_pair_without_a_stumble() {
        assertThat(check.check(with("status", "\ud800"))).isEqualTo(new Invalid(SIGNATURE_MISMATCH, "signature"));
    }

    @ParameterizedTest
    @EnumSource
    void refuses_any_other_value_of_any_member(ReceiptMember member) {
        JsonNode value = served().get(member.member());
        List<String> others = switch (value.getNodeType()) {
            case NUMBER -> List.of(value.longValue() + 1 + "", "-" + value.longValue(), "0");
            case BOOLEAN -> List.of(!value.booleanValue() + "");
            default -> characterChanges(value.stringValue());
        };
        for (String other : others) {
            ObjectNode receipt = served();
            receipt.set(member.member(), MAPPER.readTree(other));
            assertThat(check.check(receipt)).as(other).isInstanceOf(Invalid.class);
        }
    }

    /** Each character as another one, left out, and doubled. */
    private static List<String> characterChanges(String value) {
        return java.util.stream.IntStream.range(0, value.length())
                .boxed()
                .flatMap(at -> {
                    char c = value.charAt(at);
                    String before = value.substring(0, at);
                    String after = value.substring(at + 1);
                    return Stream.of(before + (char) (c + 1) + after, before + after, value + c);
                })
                .filter(changed -> !changed.equals(value))
                .map(changed -> MAPPER.writeValueAsString(changed))
                .toList();
    }

    @Test
    void refuses_a_receipt_with_any_byte_changed() {
        byte[] receipt = ReceiptSamples.valid().sign(ReceiptSamples.SECRET).served();
        int refused = 0;
        for (int at = 0; at < receipt.length; at++) {
            for (int bit = 1; bit < 256; bit <<= 1) {
                byte[] flipped = receipt.clone();
                flipped[at] ^= (byte) bit;
                JsonNode tree;
                try {
                    tree = MAPPER.readTree(flipped);
                } catch (JacksonException notJson) {
                    refused++;
                    continue;
                }
                assertThat(check.check(tree)).as("byte %d, bit %d", at, bit).isInstanceOf(Invalid.class);
                refused++;
            }
        }
        assertThat(refused).isEqualTo(8 * receipt.length);
    }

    @Test
    void never_throws_for_any_JSON() {
        ObjectNode odd = MAPPER.createObjectNode();
        for (ReceiptMember member : ReceiptMember.values()) {
            for (JsonNode value : List.of(
                    MAPPER.createObjectNode(), MAPPER.createArrayNode(), MAPPER.nullNode(), MAPPER.missingNode())) {
                odd.set(member.member(), value);
                assertThatCode(() -> check.check(odd)).doesNotThrowAnyException();
            }
        }
    }

    private static ObjectNode with(String member, String value) {
        return served().put(member, value);
    }

    private static ObjectNode served() {
        return (ObjectNode) MAPPER.readTree(
                ReceiptSamples.valid().sign(ReceiptSamples.SECRET).served());
    }
}
