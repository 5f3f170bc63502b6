package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One attempt to deliver, as it went. */
@Entity
@NotPersonal
@Table(schema = "webhooks", name = "attempt")
@IdClass(MerchantScopedId.class)
public class Attempt {

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "delivery_id", nullable = false)
    UUID deliveryId;

    @Column(name = "at", nullable = false)
    Instant at;

    @Column(name = "status_code")
    @Nullable
    Integer statusCode;

    @Column(name = "error")
    @Nullable
    String error;

    @Column(name = "duration_ms", nullable = false)
    int durationMs;

    @NotPersonal("of the merchant's server")
    @Column(name = "address")
    @Nullable
    String address;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "show a merchant what its own server answered",
            basis = Personal.Basis.CONTRACT,
            retention = "thirty days by default",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "response_body")
    byte @Nullable [] responseBody;

    @Column(name = "next_attempt_at")
    @Nullable
    Instant nextAttemptAt;

    protected Attempt() {}

    record View(
            Instant at,
            @Nullable Integer statusCode,
            @Nullable String error,
            int durationMs,
            @Nullable String address,
            @Nullable String responseBody,
            @Nullable Instant nextAttemptAt) {}

    View view(@Nullable String openedBody) {
        return new View(at, statusCode, error, durationMs, address, openedBody, nextAttemptAt);
    }
}
