package io.counterfoil.domain.receipt;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** All receipts. */
@Singleton
public final class Receipts {

    private static final String INSERT = """
            INSERT INTO domain.receipt (merchant_id, id, livemode, payment_id, signed, signature, issued_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    private static final int NONCE_BYTES = 16;

    private final Transactions transactions;
    private final ReceiptSecrets secrets;
    private final Ids ids;
    private final SecureRandom random;
    private final InstantSource time;

    @Inject
    public Receipts(
            Transactions transactions, ReceiptSecrets secrets, Ids ids, SecureRandom random, InstantSource time) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.ids = ids;
        this.random = random;
        this.time = time;
    }

    /** Signs a receipt with the merchant's secret. */
    public IssuedReceipt issue(ReceiptRequest request) {
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

    /** Stores a receipt, inside the running transaction. */
    public void store(IssuedReceipt receipt) {
        transactions
                .sql()
                .update(
                        INSERT,
                        receipt.merchant(),
                        receipt.id(),
                        receipt.livemode(),
                        receipt.payment(),
                        receipt.signed().signed(),
                        receipt.signed().signature(),
                        receipt.issuedAt());
    }

    /** The JSON of some receipts of one merchant, by their ids. */
    public Map<UUID, String> bodies(UUID merchant, List<UUID> wanted) {
        List<MerchantScopedId> keys =
                wanted.stream().map(id -> new MerchantScopedId(merchant, id)).toList();
        return transactions
                .session(session -> session.getMultiple(StoredReceipt.class, List.<Object>copyOf(keys)))
                .stream()
                .collect(Collectors.toMap(StoredReceipt::id, StoredReceipt::json));
    }

    Optional<StoredReceipt> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(session ->
                        Optional.ofNullable(session.get(StoredReceipt.class, new MerchantScopedId(merchant, id))))
                .filter(receipt -> receipt.livemode() == livemode);
    }

    private String nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return HexFormat.of().formatHex(nonce);
    }
}
