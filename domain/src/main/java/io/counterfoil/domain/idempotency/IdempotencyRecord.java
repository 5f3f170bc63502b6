package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a key. Without a status code its work is not done: in flight while the owner's lease lives,
 * unknown after that. {@code merchantId} is an operator token's id where an operator called.
 *
 * <p>Where it is about a customer, fingerprint and answer are sealed under the customer's key and die with it.
 */
@Entity
@NotPersonal
@Table(schema = "domain", name = "idempotency_record")
@IdClass(IdempotencyRecord.Id.class)
public class IdempotencyRecord {

    record Id(UUID merchantId, boolean livemode, String key) {}

    @jakarta.persistence.Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @jakarta.persistence.Id
    private boolean livemode;

    @jakarta.persistence.Id
    private String key;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "recognise a repeated request",
            basis = Personal.Basis.CONTRACT,
            retention = "thirty days by default")
    @Column(nullable = false)
    private byte[] fingerprint;

    @Column(name = "request_id", nullable = false)
    private String requestId;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "find what belongs to a person",
            basis = Personal.Basis.CONTRACT,
            retention = "thirty days by default",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "subject_id")
    private @Nullable UUID subjectId;

    @Column(name = "subject_merchant_id")
    private @Nullable UUID subjectMerchantId;

    @Column(name = "subject_livemode")
    private @Nullable Boolean subjectLivemode;

    @Column
    private @Nullable String resource;

    @Column(nullable = false)
    private UUID owner;

    @Column(name = "leased_until", nullable = false)
    private Instant leasedUntil;

    @Column(name = "status_code")
    private @Nullable Short statusCode;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "repeat the answer to a repeated request",
            basis = Personal.Basis.CONTRACT,
            retention = "thirty days by default")
    @Column
    private byte @Nullable [] answer;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt;

    protected IdempotencyRecord() {}
}
