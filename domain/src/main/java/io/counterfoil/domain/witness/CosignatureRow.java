package io.counterfoil.domain.witness;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a witness has cosigned last, as a row. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "log_cosignature")
@IdClass(CosignatureRow.Key.class)
public class CosignatureRow {

    record Key(int logId, String witness) {}

    @Id
    @Column(name = "log_id", nullable = false)
    private int logId;

    @Id
    @Column(name = "witness", nullable = false)
    private String witness;

    @Column(name = "asked_at", nullable = false)
    private Instant askedAt;

    @Column(name = "size", nullable = false)
    private long size;

    @Column(name = "checkpoint")
    private @Nullable String checkpoint;

    @Column(name = "line")
    private @Nullable String line;

    @Column(name = "cosigned_at")
    private @Nullable Instant cosignedAt;

    protected CosignatureRow() {}
}
