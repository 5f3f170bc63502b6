package io.counterfoil.monitoring.audit;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** One act, as canonical JSON (RFC 8785), which is what the log seals; the other columns repeat it, to be searched. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "audit_entry")
@IdClass(MerchantScopedId.class)
public class AuditEntry {

    /** Whose an entry is that is about the whole server. */
    static final UUID NOBODY = new UUID(0, 0);

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID id;

    @Column(nullable = false)
    private String actor;

    @Column(nullable = false)
    private String action;

    @Column(nullable = false)
    private String object;

    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "to prove who did what: ids, and the address as a keyed pseudonym",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "twelve months",
            onErasure = Personal.Fate.RETAINED)
    @Column(nullable = false)
    private String body;

    @Column(nullable = false)
    private String mark;

    protected AuditEntry() {}

    AuditEntry(UUID id, AuditedAct act, byte[] body, String mark) {
        this.merchantId = act.merchant().orElse(NOBODY);
        this.id = id;
        this.actor = act.actor();
        this.action = act.action();
        this.object = act.object();
        this.body = new String(body, StandardCharsets.UTF_8);
        this.mark = mark;
    }

    UUID id() {
        return id;
    }

    UUID merchantId() {
        return merchantId;
    }

    String body() {
        return body;
    }
}
