package io.counterfoil.domain.processor;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line in the sandbox's books. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "sandbox_charge")
@IdClass(SandboxCharge.Key.class)
public class SandboxCharge {

    record Key(UUID merchantId, UUID reference) {}

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID reference;

    @Column(nullable = false)
    private long amount;

    @Column(nullable = false)
    private String currency;

    @Column(nullable = false)
    private String result;

    @Column
    private @Nullable String code;

    @Column(name = "decline_code")
    private @Nullable String declineCode;

    @Column(nullable = false)
    private Instant at;

    protected SandboxCharge() {}
}
