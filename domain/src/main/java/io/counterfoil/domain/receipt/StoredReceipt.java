package io.counterfoil.domain.receipt;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** A receipt in the database: the text that was signed, to the byte, and its signature. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "receipt")
@IdClass(MerchantScopedId.class)
public class StoredReceipt {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private boolean livemode;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "prove a payment",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "ten years, as books are kept",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "payment_id", nullable = false)
    private UUID paymentId;

    @Personal(
            category = Personal.Category.PAYMENT,
            purpose = "prove a payment",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "ten years, as books are kept",
            onErasure = Personal.Fate.RETAINED)
    @Column(nullable = false)
    private String signed;

    @Column(nullable = false)
    private String signature;

    @Column(name = "issued_at", nullable = false)
    private Instant issuedAt;

    protected StoredReceipt() {}

    UUID id() {
        return id;
    }

    String signature() {
        return signature;
    }

    boolean livemode() {
        return livemode;
    }

    /** The receipt as merchants get it. */
    String json() {
        return new String(new SignedReceipt(signed, signature).served(), StandardCharsets.UTF_8);
    }
}
