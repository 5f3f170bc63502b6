package io.counterfoil.domain.merchant;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A company, or a part of one, that takes payments. Everything else belongs to one. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "merchant")
public class Merchant {

    @Id
    private UUID id;

    @NotPersonal("of a company")
    @Column(nullable = false)
    private String name;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    protected Merchant() {}

    Merchant(UUID id, String name, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    View view() {
        return new View(IdKind.MERCHANT.text(id), "merchant", name, createdAt);
    }

    /** What the API shows. */
    record View(String id, String object, String name, Instant createdAt) {}
}
