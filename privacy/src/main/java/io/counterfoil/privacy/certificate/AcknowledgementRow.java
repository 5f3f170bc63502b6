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

/** A recipient of somebody's data has said that it erased them too. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "acknowledgement")
@IdClass(AcknowledgementRow.Key.class)
public class AcknowledgementRow {

    record Key(UUID merchantId, UUID requestId, String recipient) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "request_id")
    private UUID requestId;

    @Id
    private String recipient;

    @Column(name = "acknowledged_at", nullable = false)
    private Instant acknowledgedAt;

    protected AcknowledgementRow() {}

    AcknowledgementRow(MerchantScopedId request, String recipient, Instant acknowledgedAt) {
        this.merchantId = request.merchantId();
        this.requestId = request.id();
        this.recipient = recipient;
        this.acknowledgedAt = acknowledgedAt;
    }

    String recipient() {
        return recipient;
    }

    Instant acknowledgedAt() {
        return acknowledgedAt;
    }
}
