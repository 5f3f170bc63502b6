package io.counterfoil.privacy.restriction;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
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

/** That a restriction was lifted. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "restriction_lift")
@IdClass(MerchantScopedId.class)
public class Lift {

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    UUID id;

    @Column(nullable = false)
    boolean livemode;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "prove that a person was told before a restriction was lifted",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "for good: it proves how a request was answered",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "subject_id", nullable = false)
    UUID subjectId;

    @Column(name = "restricted_at", nullable = false)
    Instant restrictedAt;

    @Column(name = "told_at", nullable = false)
    Instant toldAt;

    @Column(name = "lifted_at", nullable = false)
    Instant liftedAt;

    @Column(nullable = false)
    String actor;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "say why a restriction was lifted",
            basis = Personal.Basis.LEGAL_OBLIGATION)
    byte @Nullable [] reason;

    protected Lift() {}

    Lift(UUID id, DataSubject subject, Span span, String actor) {
        this.merchantId = subject.merchant();
        this.id = id;
        this.livemode = subject.livemode();
        this.subjectId = subject.customer();
        this.restrictedAt = span.restrictedAt();
        this.toldAt = span.toldAt();
        this.liftedAt = span.liftedAt();
        this.actor = actor;
    }

    /** From when to when it was restricted, and when the person was told of the end. */
    record Span(Instant restrictedAt, Instant toldAt, Instant liftedAt) {}

    /** What the API shows. */
    record View(
            String object, String customer, Instant restrictedAt, Instant toldAt, Instant liftedAt, String reason) {}

    View view(String openReason) {
        return new View(
                "restriction_lift", IdKind.CUSTOMER.text(subjectId), restrictedAt, toldAt, liftedAt, openReason);
    }
}
