package io.counterfoil.monitoring.startup;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A setting that a server last started with. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "configuration_seen")
@IdClass(ConfigurationSeen.Key.class)
public class ConfigurationSeen {

    record Key(String server, String setting) {}

    @Id
    private String server;

    @Id
    private String setting;

    @Column(nullable = false)
    private String fingerprint;

    protected ConfigurationSeen() {}

    ConfigurationSeen(String server, String setting, String fingerprint) {
        this.server = server;
        this.setting = setting;
        this.fingerprint = fingerprint;
    }

    String setting() {
        return setting;
    }

    String fingerprint() {
        return fingerprint;
    }
}
