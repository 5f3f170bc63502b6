package io.counterfoil.privacy.vault;

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

/** The key of one data subject, or of a merchant, in an epoch's wrapping. Only SQL reads it. */
@Entity
@NotPersonal
@Table(schema = "privacy_keys", name = "subject_key")
@IdClass(SubjectKey.Owner.class)
public class SubjectKey {

    record Owner(UUID merchantId, UUID subjectId) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "find the key of a person's data",
            basis = Personal.Basis.CONTRACT)
    @Id
    @Column(name = "subject_id")
    private UUID subjectId;

    @Column(nullable = false)
    private int epoch;

    @Personal(
            category = Personal.Category.CREDENTIAL,
            purpose = "seal a person's data",
            basis = Personal.Basis.LEGAL_OBLIGATION)
    @Column(nullable = false)
    private byte[] wrapped = {};

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    /** When it did not open for the last time; null where it did, as far as anybody tried. */
    @Column(name = "broken_at")
    private @Nullable Instant brokenAt;

    protected SubjectKey() {}
}
