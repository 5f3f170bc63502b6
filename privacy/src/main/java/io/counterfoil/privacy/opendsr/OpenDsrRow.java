package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Under which id another system knows a request, and where it wants to hear of it. What it sent is not kept. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "opendsr_request")
@IdClass(OpenDsrRow.Key.class)
public class OpenDsrRow {

    record Key(UUID merchantId, boolean livemode, UUID subjectRequestId) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private boolean livemode;

    @Id
    @Column(name = "subject_request_id")
    private UUID subjectRequestId;

    @Column(name = "request_id", nullable = false)
    private UUID requestId;

    @Column(nullable = false)
    private String callbacks;

    @Column(name = "received_at", nullable = false)
    private Instant receivedAt;

    protected OpenDsrRow() {}

    OpenDsrRow(Key key, UUID requestId, List<String> callbacks, Instant receivedAt) {
        this.merchantId = key.merchantId();
        this.livemode = key.livemode();
        this.subjectRequestId = key.subjectRequestId();
        this.requestId = requestId;
        this.callbacks = String.join(" ", callbacks);
        this.receivedAt = receivedAt;
    }

    MerchantScopedId request() {
        return new MerchantScopedId(merchantId, requestId);
    }

    UUID subjectRequestId() {
        return subjectRequestId;
    }

    List<String> callbacks() {
        return callbacks.isEmpty() ? List.of() : List.of(callbacks.split(" "));
    }

    Instant receivedAt() {
        return receivedAt;
    }
}
