package io.counterfoil.monitoring.anomaly;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** What the detector remembers of one series: some 9 KB, whatever its age. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "detector_state")
@IdClass(DetectorState.Key.class)
public class DetectorState {

    record Key(UUID merchantId, boolean livemode, String series) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "livemode")
    private boolean livemode;

    @Id
    @Column(name = "series")
    private String series;

    @Column(name = "last_minute", nullable = false)
    private long lastMinute;

    @NotPersonal("counts")
    @Column(name = "state", nullable = false)
    private byte[] state = {};

    /** Calls a minute, the latest counting most. */
    @Column(name = "activity", nullable = false)
    private double activity;

    protected DetectorState() {}
}
