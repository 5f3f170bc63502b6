package io.counterfoil.monitoring.alert;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** One version of how a rule is set: JSON of {@link RuleSettings}. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "alert_rule")
@IdClass(AlertRule.Key.class)
public class AlertRule {

    record Key(String name, int version) {}

    @Id
    @NotPersonal("of a rule")
    @Column(name = "name")
    String name;

    @Id
    @Column(name = "version")
    int version;

    @NotPersonal("figures")
    @Column(name = "settings", nullable = false)
    String settings;

    @Column(name = "changed_at", nullable = false)
    private Instant changedAt;

    @NotPersonal("the id of a credential")
    @Column(name = "changed_by", nullable = false)
    private String changedBy;

    protected AlertRule() {}

    AlertRule(String name, int version, String settings, Instant changedAt, String changedBy) {
        this.name = name;
        this.version = version;
        this.settings = settings;
        this.changedAt = changedAt;
        this.changedBy = changedBy;
    }
}
