package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What a rule found, and what was done about it until when. */
@Entity
@NotPersonal
@Table(schema = "monitoring", name = "card_testing_verdict")
@IdClass(MerchantScopedId.class)
public class CardTestingVerdict {

    @Id
    @Column(name = "merchant_id")
    private UUID merchantId;

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "livemode", nullable = false)
    private boolean livemode;

    @Column(name = "rule", nullable = false)
    private String rule;

    @Column(name = "rule_version", nullable = false)
    private int ruleVersion;

    @NotPersonal("a pseudonym that says nothing without our key")
    @Column(name = "subject", nullable = false)
    private String subject;

    @NotPersonal("figures")
    @Column(name = "facts", nullable = false)
    private String facts;

    @Column(name = "action", nullable = false)
    private String action;

    @Column(name = "dry_run", nullable = false)
    private boolean dryRun;

    @Column(name = "at", nullable = false)
    private Instant at;

    @Column(name = "until", nullable = false)
    private Instant until;

    protected CardTestingVerdict() {}
}
