package io.counterfoil.domain.leak;

import io.counterfoil.domain.apikey.ExposedKeys;
import io.counterfoil.domain.apikey.Exposure;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.operator.OperatorTokens;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What becomes of a secret that others have seen: it ends, and people are told, in one transaction. */
@Singleton
final class LeakedSecrets {

    private final Transactions transactions;
    private final ExposedKeys keys;
    private final OperatorTokens operators;
    private final LeakReports reports;
    private final Event<Alarm> alarms;

    @Inject
    LeakedSecrets(
            Transactions transactions,
            ExposedKeys keys,
            OperatorTokens operators,
            LeakReports reports,
            Event<Alarm> alarms) {
        this.transactions = transactions;
        this.keys = keys;
        this.operators = operators;
        this.reports = reports;
        this.alarms = alarms;
    }

    /**
     * Ends a secret for good.
     *
     * @return whether it is, or was, one of ours
     */
    boolean end(String secret, Exposure exposure, Instant reportedAt, Actor actor) {
        return transactions.commit(() -> {
            Optional<ExposedKeys.Exposed> key = keys.end(secret, exposure, actor);
            key.filter(one -> !one.known()).ifPresent(one -> {
                reports.write(one, exposure.source(), reportedAt);
                alarm("leaked_key", one, Map.of("source", exposure.source(), "worked", Boolean.toString(one.worked())));
            });
            return key.isPresent() || endOperatorToken(secret, exposure, actor);
        });
    }

    /** Tells people of a secret that was sent in the clear, and lets it work on. */
    void flag(String secret) {
        transactions.commit(() -> {
            keys.note(secret).ifPresent(key -> alarm("key_in_plain_http", key, Map.of()));
            operators.noteSeenInPlain(secret).ifPresent(token -> alarm("key_in_plain_http", token, Map.of()));
        });
    }

    private boolean endOperatorToken(String secret, Exposure exposure, Actor actor) {
        Optional<OperatorTokens.Exposed> token = operators.expose(secret, actor);
        token.filter(OperatorTokens.Exposed::worked)
                .ifPresent(one -> alarm("leaked_key", one.id(), Map.of("source", exposure.source())));
        return token.isPresent();
    }

    private void alarm(String rule, ExposedKeys.Exposed key, Map<String, String> facts) {
        alarms.fire(
                new Alarm(rule, Optional.of(key.merchant()), key.livemode(), IdKind.API_KEY.text(key.key()), facts));
    }

    private void alarm(String rule, UUID token, Map<String, String> facts) {
        alarms.fire(new Alarm(rule, Optional.empty(), true, IdKind.OPERATOR_TOKEN.text(token), facts));
    }
}
