package io.counterfoil.privacy.certificate;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A certificate as it was signed, to the byte, and the facts of the erasure that it is made from. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "certificate")
@IdClass(CertificateRow.Key.class)
public class CertificateRow {

    record Key(UUID merchantId, UUID requestId) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "request_id")
    private UUID requestId;

    /** JSON: ids, columns and counts. */
    @Column(nullable = false)
    private String erasures;

    @Column(nullable = false)
    private String document = "";

    @Column(name = "issued_at", nullable = false)
    private Instant issuedAt = Instant.EPOCH;

    protected CertificateRow() {}

    CertificateRow(MerchantScopedId request, String erasures) {
        this.merchantId = request.merchantId();
        this.requestId = request.id();
        this.erasures = erasures;
    }

    String erasures() {
        return erasures;
    }

    String document() {
        return document;
    }

    void sign(String signedDocument, Instant now) {
        document = signedDocument;
        issuedAt = now;
    }
}
