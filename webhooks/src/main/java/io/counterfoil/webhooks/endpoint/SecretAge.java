package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.webhooks.signing.Signers;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks for secrets that are old: where the merchant chose so, a new one is made beside it and waits to be collected;
 * else the merchant is urged, once, to rotate it.
 */
@Singleton
final class SecretAge {

    private static final int BATCH = 100;

    /**
     * Index signer_current. Only the database's clock counts here. What a rotation ended waits for nobody, shown or not.
     */
    private static final String OLD = """
        SELECT s.merchant_id, s.endpoint_id, s.id, e.livemode,
               COALESCE(s.created_at < now() - e.rotate_after_days * interval '1 day', false)
        FROM webhooks.signer s
        JOIN webhooks.endpoint e ON e.merchant_id = s.merchant_id AND e.id = s.endpoint_id
        WHERE s.expires_at IS NULL AND NOT s.waiting
          AND NOT EXISTS (SELECT FROM webhooks.signer w
                          WHERE w.merchant_id = s.merchant_id AND w.endpoint_id = s.endpoint_id
                            AND w.waiting AND w.expires_at IS NULL)
          AND (s.created_at < now() - e.rotate_after_days * interval '1 day'
               OR (s.urged_at IS NULL AND s.created_at < now() - ? * interval '1 second'))
        ORDER BY s.created_at LIMIT ? FOR UPDATE OF s SKIP LOCKED\
        """;

    private static final String URGED = """
        UPDATE webhooks.signer SET urged_at = now() WHERE merchant_id = ? AND id = ?\
        """;

    private final Transactions transactions;
    private final Signers signers;
    private final Event<Alarm> alarms;
    private final Event<AuditedAct> audited;
    private final Duration urgeAfter;

    @Inject
    SecretAge(
            Transactions transactions,
            Signers signers,
            Event<Alarm> alarms,
            Event<AuditedAct> audited,
            ConfigurationSource configuration) {
        this.transactions = transactions;
        this.signers = signers;
        this.alarms = alarms;
        this.audited = audited;
        this.urgeAfter = EndpointSettings.SECRET_AGE.in(configuration);
    }

    private record Old(UUID merchant, UUID endpoint, UUID signer, boolean livemode, boolean rotating) {}

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(Duration.ofHours(1), "webhook secrets' age", this::look);
    }

    void look() {
        boolean more = true;
        while (more) {
            more = transactions.commit(() -> {
                List<Old> old = transactions
                        .sql()
                        .all(
                                OLD,
                                row -> new Old(
                                        row.getObject(1, UUID.class),
                                        row.getObject(2, UUID.class),
                                        row.getObject(3, UUID.class),
                                        row.getBoolean(4),
                                        row.getBoolean(5)),
                                urgeAfter.toSeconds(),
                                BATCH);
                old.forEach(this::tell);
                return old.size() == BATCH;
            });
        }
    }

    private void tell(Old old) {
        String endpoint = IdKind.WEBHOOK_ENDPOINT.text(old.endpoint);
        if (old.rotating) {
            signers.prepare(old.merchant, old.endpoint);
            audited.fire(Actor.SERVER.did(old.merchant, "webhook_endpoint.secret_prepared", endpoint, Map.of()));
        } else {
            transactions.sql().update(URGED, old.merchant, old.signer);
        }
        String rule = old.rotating ? "webhook_secret_waiting" : "webhook_secret_old";
        alarms.fire(new Alarm(rule, Optional.of(old.merchant), old.livemode, endpoint, Map.of()));
    }
}
