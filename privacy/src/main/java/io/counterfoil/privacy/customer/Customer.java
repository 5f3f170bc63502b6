package io.counterfoil.privacy.customer;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.DataSubjects.Standing;
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

/** A person who pays a merchant. What is known of the person is sealed, each part by itself. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "customer")
@IdClass(MerchantScopedId.class)
public class Customer {

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "find what belongs to a person",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "for good: it proves the erasure",
            onErasure = Personal.Fate.RETAINED)
    @Id
    UUID id;

    @Column(nullable = false)
    boolean livemode;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "the merchant's own name for the person",
            basis = Personal.Basis.CONTRACT)
    byte @Nullable [] reference;

    @Personal(
            category = Personal.Category.CONTACT,
            purpose = "reach the person about a payment",
            basis = Personal.Basis.CONTRACT)
    byte @Nullable [] email;

    @Personal(category = Personal.Category.IDENTITY, purpose = "know who pays", basis = Personal.Basis.CONTRACT)
    byte @Nullable [] name;

    @Personal(
            category = Personal.Category.CONTACT,
            purpose = "reach the person about a payment",
            basis = Personal.Basis.CONTRACT)
    byte @Nullable [] phone;

    @Personal(category = Personal.Category.CONTACT, purpose = "bill and deliver", basis = Personal.Basis.CONTRACT)
    byte @Nullable [] address;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    @Nullable
    Instant updatedAt;

    @Column(name = "restricted_at")
    @Nullable
    Instant restrictedAt;

    @Column(name = "erased_at")
    @Nullable
    Instant erasedAt;

    protected Customer() {}

    Customer(DataSubject subject, Instant createdAt) {
        this.merchantId = subject.merchant();
        this.id = subject.customer();
        this.livemode = subject.livemode();
        this.createdAt = createdAt;
    }

    String text() {
        return IdKind.CUSTOMER.text(id);
    }

    DataSubject subject() {
        return new DataSubject(merchantId, livemode, id);
    }

    Standing standing() {
        if (erasedAt != null) {
            return Standing.ERASED;
        }
        return restrictedAt == null ? Standing.PRESENT : Standing.RESTRICTED;
    }

    /** Removes what one column holds. */
    void forget(String column) {
        switch (column) {
            case SealedFields.REFERENCE -> reference = null;
            case SealedFields.EMAIL -> email = null;
            case SealedFields.NAME -> name = null;
            case SealedFields.PHONE -> phone = null;
            case SealedFields.ADDRESS -> address = null;
            default -> throw new IllegalArgumentException(column);
        }
    }

    void markErased(Instant now) {
        reference = null;
        email = null;
        name = null;
        phone = null;
        address = null;
        restrictedAt = null;
        erasedAt = now;
    }
}
