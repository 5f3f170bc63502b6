package io.counterfoil.domain.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.canonicaljson.CanonicalJson;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiptTest {

    private static final Receipt RECEIPT = ReceiptSamples.valid();

    @Test
    void states_exactly_the_members_of_the_contract_in_canonical_order() {
        assertThat(RECEIPT.sign(ReceiptSamples.SECRET).signed())
                .isEqualTo("{\"amount\":1250,\"currency\":\"EUR\","
                        + "\"id\":\"rcp_01jd3k0000000000000000000c\","
                        + "\"idempotency_key\":\"8e03978e-40d5-43dd-bc93-6894a57f9324\","
                        + "\"issued_at\":\"2026-11-24T02:15:08.123456Z\",\"key_id\":\"rsk_01\",\"kind\":\"payment\","
                        + "\"livemode\":false,\"merchant_id\":\"mer_01jd3k0000000000000000000a\","
                        + "\"nonce\":\"00112233445566778899aabbccddeeff\",\"order_reference\":\"order-1001\","
                        + "\"payment_id\":\"pay_01jd3k0000000000000000000b\",\"status\":\"succeeded\",\"version\":1}");
    }

    @Test
    void signs_with_HMAC_SHA256_under_the_whole_text_of_the_secret() {
        // computed with: printf '%s' "$SIGNED" | openssl dgst -sha256 -hmac rcs_test_k7Qxk7Qx…
        assertThat(RECEIPT.sign(ReceiptSamples.SECRET).signature())
                .isEqualTo("2d7642b08f9c43e862b6593df4614cef5b4eb21f4e661cd55b51063a2de464bf");
    }

    @Test
    void is_served_as_it_was_signed_with_the_signature_as_last_member() {
        SignedReceipt signed = RECEIPT.sign(ReceiptSamples.SECRET);
        String served = new String(signed.served(), UTF_8);
        assertThat(served)
                .isEqualTo(signed.signed().replaceFirst("}$", ",\"signature\":\"" + signed.signature() + "\"}"));
    }

    @Test
    void signs_bytes_that_are_their_own_canonical_form() {
        byte[] signed = RECEIPT.sign(ReceiptSamples.SECRET).signed().getBytes(UTF_8);
        assertThat(CanonicalJson.bytes(signed)).isEqualTo(signed);
    }

    @Test
    void leaves_the_sha256_of_what_was_signed_to_the_log() {
        // computed with: printf '%s' "$SIGNED" | openssl dgst -sha256
        assertThat(RECEIPT.sign(ReceiptSamples.SECRET).logEntry())
                .asHexString()
                .isEqualToIgnoringCase("142549feaf2b1dfd41b9ad88461caa519f08c8905db3d4fad31e21dd4313a6dc");
    }

    @Test
    void refuses_to_be_signed_by_another_secret_than_it_names() {
        ReceiptSecret other = new ReceiptSecret("rsk_02", ReceiptSamples.SECRET.reveal());
        assertThatThrownBy(() -> RECEIPT.sign(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_to_be_signed_by_a_secret_of_the_other_mode() {
        ReceiptSecret live = new ReceiptSecret(ReceiptSamples.SECRET.id(), "rcs_live_" + "k7Qx".repeat(8));
        assertThatThrownBy(() -> RECEIPT.sign(live)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_amounts_that_other_readers_would_round() {
        assertThatThrownBy(() -> receipt(0, "EUR", RECEIPT.issuedAt(), RECEIPT.nonce()))
                .hasMessage("amount");
        assertThatThrownBy(() -> receipt(1L << 53, "EUR", RECEIPT.issuedAt(), RECEIPT.nonce()))
                .hasMessage("amount");
        assertThat(receipt((1L << 53) - 1, "EUR", RECEIPT.issuedAt(), RECEIPT.nonce())
                        .sign(ReceiptSamples.SECRET)
                        .signed())
                .contains("\"amount\":9007199254740991,");
    }

    @Test
    void refuses_times_finer_than_what_is_stored() {
        Instant nanoseconds = Instant.parse("2026-11-24T02:15:08.123456789Z");
        assertThatThrownBy(() -> receipt(1, "EUR", nanoseconds, RECEIPT.nonce()))
                .hasMessage("issuedAt");
    }

    @Test
    void refuses_a_nonce_of_another_form_and_a_currency_in_small_letters() {
        assertThatThrownBy(() -> receipt(1, "EUR", RECEIPT.issuedAt(), "00")).hasMessage("nonce");
        assertThatThrownBy(() -> receipt(1, "eur", RECEIPT.issuedAt(), RECEIPT.nonce()))
                .hasMessage("currency");
    }

    @Test
    void does_not_print_its_secret() {
        assertThat(ReceiptSamples.SECRET.toString()).isEqualTo("[receipt secret rsk_01]");
        assertThatThrownBy(() -> new ReceiptSecret("rsk_01", "whsec_topsecret")).hasMessageNotContaining("topsecret");
    }

    private static Receipt receipt(long amount, String currency, Instant issuedAt, String nonce) {
        return new Receipt(
                "rcp_1",
                Receipt.Kind.REFUND,
                "pay_1",
                "mer_1",
                false,
                amount,
                currency,
                "succeeded",
                Optional.empty(),
                "0123456789abcdef",
                issuedAt,
                nonce,
                ReceiptSamples.SECRET.id());
    }
}
