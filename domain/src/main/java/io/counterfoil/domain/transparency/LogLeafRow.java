package io.counterfoil.domain.transparency;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** Where something stands in a log, as a row. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "log_leaf")
@IdClass(LogLeafRow.Key.class)
public class LogLeafRow {

    record Key(UUID merchantId, UUID itemId) {}

    @Id
    @Column(name = "merchant_id", nullable = false)
    private UUID merchantId;

    @Id
    @Column(name = "item_id", nullable = false)
    private UUID itemId;

    @Column(name = "log_id", nullable = false)
    private int logId;

    @Column(name = "leaf_index", nullable = false)
    private long leafIndex;

    protected LogLeafRow() {}
}
