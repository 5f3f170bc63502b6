package io.counterfoil.privacy.export;

import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** Some of the bytes of a copy, sealed under its content key. */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "export_part")
@IdClass(ExportPart.Key.class)
public class ExportPart {

    record Key(UUID merchantId, UUID requestId, int part) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "request_id")
    private UUID requestId;

    @Id
    private int part;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "hand out the copy that was asked for",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "seven days by default")
    @Column(nullable = false)
    private byte[] sealed;

    protected ExportPart() {}
}
