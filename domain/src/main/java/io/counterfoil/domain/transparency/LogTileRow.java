package io.counterfoil.domain.transparency;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A tile of a log, as a row. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "log_tile")
@IdClass(LogTileRow.Key.class)
public class LogTileRow {

    record Key(int logId, short level, long number) {}

    @Id
    @Column(name = "log_id", nullable = false)
    private int logId;

    @Id
    @Column(name = "level", nullable = false)
    private short level;

    @Id
    @Column(name = "number", nullable = false)
    private long number;

    @NotPersonal("hashes of salted hashes")
    @Column(name = "bytes", nullable = false)
    private byte[] bytes;

    protected LogTileRow() {}
}
