package io.counterfoil.domain.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.apikey.ApiKeyAuthentication;
import io.counterfoil.domain.apikey.ApiKeys;
import io.counterfoil.domain.apikey.Exposure;
import io.counterfoil.domain.apikey.NewApiKey;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.operator.OperatorAuthentication;
import io.counterfoil.domain.operator.OperatorTokens;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.secret.Token;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.signal.HeardInContainer;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class LeakedSecretsInContainerIT {

    private static final Actor GITHUB = new Actor("github", "192.0.2.9");
    private static final Exposure SEEN = new Exposure("github", Optional.of("https://github.com/example/x"));

    @Inject
    private LeakedSecrets leaked;

    @Inject
    private PlainSightings sightings;

    @Inject
    private ApiKeys keys;

    @Inject
    private ApiKeyAuthentication authentication;

    @Inject
    private OperatorTokens operators;

    @Inject
    private OperatorAuthentication operatorAuthentication;

    @Inject
    private Transactions transactions;

    @Inject
    private HeardInContainer heard;

    private final UUID merchant = UUID.randomUUID();

    @Test
    void a_leaked_key_ends_and_people_are_told_once() {
        String secret = keys.createAndReveal(NewApiKey.unrestricted(merchant, false, "leaks"));
        assertThat(authentication.authenticate(secret)).isPresent();

        assertThat(leaked.end(secret, SEEN, Instant.now(), GITHUB)).isTrue();
        assertThat(leaked.end(secret, SEEN, Instant.now(), GITHUB)).isTrue();

        assertThat(authentication.authenticate(secret)).isEmpty();
        List<Alarm> alarms = heard.alarms(alarm -> alarm.merchant().equals(Optional.of(merchant)));
        assertThat(alarms).extracting(Alarm::rule).containsExactly("leaked_key");
        assertThat(alarms.toString()).doesNotContain(secret, "https:");
        assertThat(heard.acts(act -> act.merchant().equals(Optional.of(merchant))))
                .filteredOn(act -> act.actor().equals("github"))
                .extracting(AuditedAct::action)
                .containsExactly("api_key.revoked");
        assertThat(reports()).isEqualTo(1);
    }

    @Test
    void a_test_key_in_the_clear_goes_on_and_people_are_told() {
        String secret = keys.createAndReveal(NewApiKey.unrestricted(merchant, false, "careless"));

        leaked.flag(secret);

        assertThat(authentication.authenticate(secret)).isPresent();
        assertThat(heard.alarms(alarm -> alarm.merchant().equals(Optional.of(merchant))))
                .extracting(Alarm::rule)
                .containsExactly("key_in_plain_http");
        assertThat(reports()).isZero();
    }

    @Test
    void a_leaked_operator_token_ends_too() {
        String secret = operators.createAndReveal("careless", Set.of(Caller.Role.AUDITOR));
        assertThat(operatorAuthentication.authenticate(secret)).isPresent();

        assertThat(leaked.end(secret, SEEN, Instant.now(), GITHUB)).isTrue();

        assertThat(operators.expose(secret, GITHUB))
                .hasValueSatisfying(token -> assertThat(token.worked()).isFalse());
    }

    @Test
    void what_is_none_of_ours_changes_nothing() {
        assertThat(leaked.end("sk_test_" + "0".repeat(36), SEEN, Instant.now(), GITHUB))
                .isFalse();
        assertThat(leaked.end("", SEEN, Instant.now(), GITHUB)).isFalse();
    }

    @Test
    void a_flood_of_guesses_over_plain_http_ends_nothing_writes_nothing_and_is_not_kept() {
        String secret = keys.createAndReveal(NewApiKey.unrestricted(merchant, false, "bystander"));
        List<String> before = rows();
        SecureRandom random = new SecureRandom();

        for (int i = 0; i < 5_000; i++) {
            for (String prefix : List.of("sk_live_", "sk_test_", "rk_live_", "op_")) {
                sightings.add(Token.random(random, prefix).reveal(), "192.0.2.114");
                assertThat(sightings.waiting()).isLessThanOrEqualTo(PlainSightings.WAITING);
            }
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> sightings.waiting() == 0);
        assertThat(rows()).isEqualTo(before);
        assertThat(heard.acts(act -> act.address().equals("192.0.2.114"))).isEmpty();
        assertThat(authentication.authenticate(secret)).isPresent();
        // and what is one of ours is still seen
        sightings.add(secret, "192.0.2.114");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                heard.alarms(alarm -> alarm.merchant().equals(Optional.of(merchant))))
                        .extracting(Alarm::rule)
                        .containsExactly("key_in_plain_http"));
    }

    /** What is known of keys, tokens and leaks; without what the use of a key leaves. */
    private List<String> rows() {
        return transactions.commit(() -> transactions.sql().all("""
            SELECT (to_jsonb(k) - ARRAY['last_used_at', 'unused_told_at'])::text FROM domain.api_key k
            UNION ALL SELECT to_jsonb(t)::text FROM domain.operator_token t
            UNION ALL SELECT to_jsonb(r)::text FROM domain.leak_report r ORDER BY 1\
            """, row -> row.getString(1)));
    }

    private long reports() {
        return transactions.commit(() -> transactions
                .sql()
                .first("SELECT count(*) FROM domain.leak_report WHERE merchant_id = ?", row -> row.getLong(1), merchant)
                .orElseThrow());
    }
}
