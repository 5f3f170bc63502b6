package io.counterfoil.privacy.accesslog;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** That somebody opened data of a person. Written by SQL, in groups. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "access_log")
@IdClass(MerchantScopedId.class)
public class Access {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private boolean livemode;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "account for who saw a person's data",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "a year by default",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "subject_id", nullable = false)
    private UUID subjectId;

    @Column(nullable = false)
    private String actor;

    @Column(nullable = false)
    private String purpose;

    @Column(nullable = false)
    private String reason;

    @Column(nullable = false)
    private String fields;

    @Column(name = "request_id", nullable = false)
    private String requestId;

    @Column(nullable = false)
    private Instant at;

    protected Access() {}

    UUID id() {
        return id;
    }

    View view() {
        return new View(
                IdKind.ACCESS.text(id),
                "access",
                IdKind.CUSTOMER.text(subjectId),
                actor,
                purpose,
                reason.isEmpty() ? null : reason,
                List.of(fields.split(",")),
                requestId,
                at);
    }

    /** What the API shows. */
    record View(
            String id,
            String object,
            String customer,
            String actor,
            String purpose,
            @Nullable String reason,
            List<String> fields,
            String requestId,
            Instant at) {}
}
