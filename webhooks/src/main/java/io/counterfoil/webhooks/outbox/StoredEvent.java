package io.counterfoil.webhooks.outbox;

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

/** An event: the JSON that is sent to every endpoint that wants it, to the byte. */
@Entity
@NotPersonal
@Table(schema = "webhooks", name = "event")
@IdClass(MerchantScopedId.class)
public class StoredEvent {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private boolean livemode;

    @Column(nullable = false)
    private String type;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "tell a merchant what happened, and on which public page a key of theirs was seen",
            basis = Personal.Basis.CONTRACT,
            retention = "ninety days by default",
            onErasure = Personal.Fate.RETAINED)
    @Column(nullable = false)
    private String body;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "let what receivers answer to an event die with whom it is about",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "ninety days by default",
            onErasure = Personal.Fate.RETAINED)
    @Column(name = "subject_id")
    private @Nullable UUID subjectId;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    protected StoredEvent() {}

    boolean livemode() {
        return livemode;
    }

    /** The event as it is sent. */
    String body() {
        return body;
    }
}
