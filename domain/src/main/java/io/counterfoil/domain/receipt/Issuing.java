package io.counterfoil.domain.receipt;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;

/** Writes receipts and signs them with the merchant's secret. */
@Singleton
public final class Issuing {

    private static final int NONCE_BYTES = 16;

    private final ReceiptSecrets secrets;
    private final Ids ids;
    private final SecureRandom random;
    private final InstantSource time;

    @Inject
    public Issuing(ReceiptSecrets secrets, Ids ids, SecureRandom random, InstantSource time) {
        this.secrets = secrets;
        this.ids = ids;
        this.random = random;
        this.time = time;
    }

    IssuedReceipt issue(ReceiptRequest request) {
        ReceiptSecret secret = secrets.signing(request.merchant(), request.livemode());
        UUID id = ids.next();
        Instant now = time.instant();
        Receipt receipt = new Receipt(
                IdKind.RECEIPT.text(id),
                request.kind(),
                IdKind.PAYMENT.text(request.payment()),
                IdKind.MERCHANT.text(request.merchant()),
                request.livemode(),
                request.amount(),
                request.currency(),
                request.status(),
                request.orderReference(),
                request.idempotencyKey(),
                now,
                nonce(),
                secret.id());
        return new IssuedReceipt(
                request.merchant(), id, request.livemode(), request.payment(), receipt.sign(secret), now);
    }

    private String nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return HexFormat.of().formatHex(nonce);
    }
}
