package io.counterfoil.domain.receipt;

import java.time.Instant;
import java.util.Optional;

/** ReceiptSamples for tests. */
final class ReceiptSamples {

    static final ReceiptSecret SECRET = new ReceiptSecret("rsk_01", "rcs_test_" + "k7Qx".repeat(8));
    static final String MERCHANT = "mer_01jd3k0000000000000000000a";

    private ReceiptSamples() {}

    static Receipt valid() {
        return withReference(Optional.of("order-1001"));
    }

    static Receipt withReference(Optional<String> reference) {
        return new Receipt(
                "rcp_01jd3k0000000000000000000c",
                Receipt.Kind.PAYMENT,
                "pay_01jd3k0000000000000000000b",
                MERCHANT,
                false,
                1250,
                "EUR",
                "succeeded",
                reference,
                "8e03978e-40d5-43dd-bc93-6894a57f9324",
                Instant.parse("2026-11-24T02:15:08.123456Z"),
                "00112233445566778899aabbccddeeff",
                SECRET.id());
    }
}
