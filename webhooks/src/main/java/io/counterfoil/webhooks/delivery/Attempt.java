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
import java.util.Optional;
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
            retention = "thirty days by default, or until the person's data are erased")
    @Column(name = "response_body")
    byte @Nullable [] responseBody;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "find what receivers answered about a person",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "thirty days by default",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "subject_id")
    @Nullable
    UUID subjectId;

    @Column(name = "next_attempt_at")
    @Nullable
    Instant nextAttemptAt;

    protected Attempt() {}

    /**
     * What the API shows.
     *
     * @param responseBodyErased whether the answer is gone because the person was erased whom the event is about
     */
    record View(
            Instant at,
            @Nullable Integer statusCode,
            @Nullable String error,
            int durationMs,
            @Nullable String address,
            @Nullable String responseBody,
            boolean responseBodyErased,
            @Nullable Instant nextAttemptAt) {}

    Optional<UUID> subject() {
        return Optional.ofNullable(subjectId);
    }

    ResponseBodies.Place place() {
        return new ResponseBodies.Place(merchantId, subject(), id);
    }

    View view(@Nullable String openedBody, boolean erased) {
        return new View(
                at, statusCode, error, durationMs, address, openedBody, erased && statusCode != null, nextAttemptAt);
    }
}
