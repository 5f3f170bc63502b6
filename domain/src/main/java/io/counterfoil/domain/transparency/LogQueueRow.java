package io.counterfoil.domain.transparency;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** Something that waits for its place, as a row. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "log_queue")
@IdClass(LogQueueRow.Key.class)
public class LogQueueRow {

    record Key(UUID merchantId, UUID itemId) {}

    @Id
    @Column(name = "merchant_id", nullable = false)
    private UUID merchantId;

    @Id
    @Column(name = "item_id", nullable = false)
    private UUID itemId;

    @Column(name = "log", nullable = false)
    private String log;

    @NotPersonal("a salted hash")
    @Column(name = "entry", nullable = false)
    private byte[] entry;

    protected LogQueueRow() {}
}
