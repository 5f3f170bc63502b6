package io.counterfoil.domain.cluster;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A server that runs, or did until its time was up. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "server_instance")
public class ServerInstance {

    @Id
    private UUID id;

    @Column(name = "alive_until", nullable = false)
    private Instant aliveUntil;

    protected ServerInstance() {}
}
