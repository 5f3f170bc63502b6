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

/** One capture, void or refund in the sandbox's books. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "sandbox_instruction")
@IdClass(SandboxCharge.Key.class)
public class SandboxInstruction {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    private UUID reference;

    @Column(nullable = false)
    private UUID charge;

    @Column(nullable = false)
    private String kind;

    @Column(nullable = false)
    private long amount;

    @Column(nullable = false)
    private String result;

    @Column
    private @Nullable String code;

    @Column(nullable = false)
    private Instant at;

    protected SandboxInstruction() {}
}
