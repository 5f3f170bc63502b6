package io.counterfoil.privacy.link;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A link that was made. Its secret is a signature over the row, which only the root key makes: nothing here opens it. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "link")
@IdClass(MerchantScopedId.class)
public class Link {

    static final int MOST_TRIES = 5;

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(name = "request_id", nullable = false)
    private UUID requestId;

    @Column(nullable = false)
    private String kind;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt;

    @Column(nullable = false)
    private int tries;

    @Column(name = "used_at")
    private @Nullable Instant usedAt;

    protected Link() {}

    Link(UUID id, MerchantScopedId request, LinkKind kind, Instant createdAt, Instant expiresAt) {
        this.merchantId = request.merchantId();
        this.id = id;
        this.requestId = request.id();
        this.kind = kind.text();
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    MerchantScopedId request() {
        return new MerchantScopedId(merchantId, requestId);
    }

    public LinkKind kind() {
        return LinkKind.valueOf(kind.toUpperCase(Locale.ROOT));
    }

    UUID merchant() {
        return merchantId;
    }

    String text() {
        return IdKind.PRIVACY_LINK.text(id);
    }

    /** What the secret signs. */
    byte[] signed() {
        return String.join("\n", merchantId.toString(), id.toString(), requestId.toString(), kind, expiresAt.toString())
                .getBytes(StandardCharsets.UTF_8);
    }

    boolean works(Instant now) {
        return usedAt == null && tries < MOST_TRIES && now.isBefore(expiresAt);
    }

    void use(Instant now) {
        usedAt = now;
    }

    void countWrongTry() {
        tries++;
    }
}
