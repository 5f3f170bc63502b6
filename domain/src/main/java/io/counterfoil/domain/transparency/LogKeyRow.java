package io.counterfoil.domain.transparency;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key of a log, as a row. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "log_key")
@IdClass(LogKeyRow.Key.class)
public class LogKeyRow {

    record Key(int logId, UUID id) {}

    @Id
    @Column(name = "log_id", nullable = false)
    private int logId;

    @Id
    @Column(name = "id", nullable = false)
    private UUID id;

    @Column(name = "verifier", nullable = false)
    private String verifier;

    @NotPersonal("a random key")
    @Column(name = "sealed", nullable = false)
    private byte[] sealed;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "retires_at")
    private @Nullable Instant retiresAt;

    @Column(name = "announcement")
    private @Nullable String announcement;

    protected LogKeyRow() {}
}
