package io.counterfoil.domain.payment;

import io.counterfoil.domain.secret.KeyedHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names what is paid with by a keyed pseudonym: the same for the same merchant and instrument, and no way back. */
@Singleton
final class Instruments {

    private static final int PSEUDONYM_BYTES = 12;

    private final KeyedHash hash;
    private final PaymentGuard guard;

    @Inject
    Instruments(KeyedHash hash, PaymentGuard guard) {
        this.hash = hash;
        this.guard = guard;
    }

    /**
     * Demands that nothing keeps a new payment from being charged.
     *
     * @throws io.counterfoil.domain.rest.Problem when something does
     */
    void demandAllowed(Payment payment) {
        guard.demandAllowed(payment.merchantId, payment.livemode, of(payment));
    }

    String of(Payment payment) {
        byte[] bytes = (payment.merchantId + " " + payment.paymentMethod).getBytes(StandardCharsets.UTF_8);
        return "ins_" + HexFormat.of().formatHex(hash.of("payment instrument", bytes), 0, PSEUDONYM_BYTES);
    }
}
