package io.counterfoil.privacy.letter;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A letter that is still to be sent. What it says is made when it is sent, and kept nowhere. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "letter")
@IdClass(MerchantScopedId.class)
public class LetterRow {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(name = "request_id", nullable = false)
    private UUID requestId;

    @Column(nullable = false)
    private String occasion;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column
    private @Nullable UUID owner;

    @Column(name = "ask_at", nullable = false)
    private Instant askAt;

    @Column(name = "times_asked", nullable = false)
    private int timesAsked;

    protected LetterRow() {}

    LetterRow(UUID id, MerchantScopedId request, Occasion occasion, Instant now) {
        this.merchantId = request.merchantId();
        this.id = id;
        this.requestId = request.id();
        this.occasion = occasion.text();
        this.createdAt = now;
        this.askAt = now;
    }

    MerchantScopedId key() {
        return new MerchantScopedId(merchantId, id);
    }

    MerchantScopedId request() {
        return new MerchantScopedId(merchantId, requestId);
    }

    Occasion occasion() {
        return Occasion.of(occasion);
    }

    Instant createdAt() {
        return createdAt;
    }

    int timesAsked() {
        return timesAsked;
    }
}
