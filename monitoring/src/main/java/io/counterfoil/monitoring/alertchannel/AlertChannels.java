package io.counterfoil.monitoring.alertchannel;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.SecretSealer;
import io.counterfoil.monitoring.alert.RuleSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All channels. */
@Singleton
final class AlertChannels {

    private static final String PURPOSE = "alert channel";

    /** Primary key alert_channel_pkey. */
    private static final String WORKS = """
        UPDATE monitoring.alert_channel SET sent_at = ?, failing_since = NULL, last_error = NULL WHERE id = ?\
        """;

    private static final String TESTED = """
        UPDATE monitoring.alert_channel SET tested_at = ? WHERE id = ?\
        """;

    private static final String FAILS = """
        UPDATE monitoring.alert_channel SET failing_since = COALESCE(failing_since, ?), last_error = ? WHERE id = ?\
        """;

    private final Transactions transactions;
    private final SecretSealer sealer;
    private final InstantSource time;

    @Inject
    AlertChannels(Transactions transactions, SecretSealer sealer, InstantSource time) {
        this.transactions = transactions;
        this.sealer = sealer;
        this.time = time;
    }

    AlertChannel create(UUID id, String kind, String name, String target, String severity) {
        byte[] hidden = sealer.seal(PURPOSE, id.toString(), target.getBytes(StandardCharsets.UTF_8));
        AlertChannel channel = new AlertChannel(id, kind, name, hidden, severity, time.instant());
        transactions.session(session -> session.insert(channel));
        return channel;
    }

    Optional<AlertChannel> find(UUID id) {
        return transactions.session(session -> Optional.ofNullable(session.get(AlertChannel.class, id)));
    }

    List<AlertChannel> page(PageRequest page) {
        String order = page.backwards() ? "id > :cursor order by id" : "id < :cursor order by id desc";
        return transactions.session(
                session -> session.createSelectionQuery("from AlertChannel where " + order, AlertChannel.class)
                        .setParameter("cursor", page.cursor())
                        .setMaxResults(page.rows())
                        .getResultList());
    }

    /** Those that alerts of a severity go through. */
    List<AlertChannel> hearing(String severity) {
        return transactions
                .session(session -> session.createSelectionQuery("from AlertChannel", AlertChannel.class)
                        .getResultList())
                .stream()
                .filter(channel -> RuleSettings.atLeast(severity, channel.severity))
                .toList();
    }

    void delete(UUID id) {
        transactions.session(session -> {
            AlertChannel channel =
                    Optional.ofNullable(session.get(AlertChannel.class, id)).orElseThrow(Problem::notFound);
            session.delete(channel);
            return true;
        });
    }

    /** Where a channel leads, for whoever sends. */
    String target(AlertChannel channel) {
        try {
            return new String(sealer.open(PURPOSE, channel.id.toString(), channel.target), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the target of an alert channel can't be opened", broken);
        }
    }

    void works(UUID id) {
        transactions.sql().update(WORKS, time.instant(), id);
    }

    void tested(UUID id) {
        transactions.sql().update(TESTED, time.instant(), id);
    }

    void fails(UUID id, String error) {
        transactions.sql().update(FAILS, time.instant(), error, id);
    }
}
