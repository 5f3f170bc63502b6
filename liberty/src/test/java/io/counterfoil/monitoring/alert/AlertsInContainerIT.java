package io.counterfoil.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Alarms become alerts: counted, once for a rule and subject, until somebody has dealt with them. */
@ExtendWith(ArquillianExtension.class)
class AlertsInContainerIT {

    private static final Alerts.Person PERSON = new Alerts.Person("opt_of_this_test", "192.0.2.1");
    private static final String RULE = "webhook_endpoint_disabled";

    @Inject
    private Event<Alarm> alarms;

    @Inject
    private Transactions transactions;

    @Inject
    private Alerts alerts;

    @Inject
    private AlertRules rules;

    @Inject
    private Folding folding;

    private final UUID merchant = UUID.randomUUID();

    @AfterEach
    void asTheyCame() {
        transactions.commit(() -> transactions.sql().update("DELETE FROM monitoring.alert_rule"));
        rules.refresh();
    }

    @Test
    void ten_thousand_alarms_in_a_minute_are_one_notification_and_a_count() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> raising = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                raising.add(threads.submit(() -> {
                    for (int batch = 0; batch < 25; batch++) {
                        transactions.commit(() -> {
                            for (int one = 0; one < 50; one++) {
                                alarms.fire(alarm("whe_storm"));
                            }
                        });
                    }
                }));
            }
            for (Future<?> one : raising) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shown()).singleElement().satisfies(alert -> {
                    assertThat(alert.count()).isEqualTo(10_000);
                    assertThat(alert.status()).isEqualTo("raised");
                }));
        assertThat(count("SELECT count(*) FROM monitoring.alert_notification WHERE merchant_id = ?"))
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(
                        count("SELECT count(*) FROM webhooks.event WHERE merchant_id = ? AND type = 'alert.raised'"))
                .isEqualTo(1));
    }

    @Test
    void many_subjects_of_one_rule_are_told_together() {
        transactions.commit(() -> {
            for (int i = 0; i < 50; i++) {
                alarms.fire(alarm("whe_" + i));
            }
        });
        folded();

        assertThat(shown()).hasSize(50);
        assertThat(count("SELECT count(*) FROM monitoring.alert_notification WHERE merchant_id = ?"))
                .isEqualTo(1);
        assertThat(count("SELECT sum(alerts) FROM monitoring.alert_notification WHERE merchant_id = ?"))
                .isEqualTo(50);
    }

    @Test
    void an_alarm_is_rolled_back_with_its_cause() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    alarms.fire(alarm("whe_1"));
                    throw new IllegalStateException("the cause failed");
                }))
                .hasMessage("the cause failed");
        folded();

        assertThat(shown()).isEmpty();
    }

    @Test
    void below_its_threshold_an_alarm_is_only_counted() {
        set(old -> with(old, 3, old.escalateAfter(), old.resolveAfter(), old.silencedUntil()));
        raise(2);
        assertThat(shown()).isEmpty();

        raise(1);
        assertThat(shown())
                .singleElement()
                .satisfies(alert -> assertThat(alert.count()).isEqualTo(3));
    }

    @Test
    void a_count_begins_anew_when_its_window_is_over() {
        set(old -> with(old, 3, old.escalateAfter(), old.resolveAfter(), old.silencedUntil()));
        raise(2);
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.alert SET first_at = first_at - interval '1 hour' WHERE merchant_id = ?",
                        merchant));
        raise(1);

        assertThat(shown()).isEmpty();
    }

    @Test
    void what_nobody_acknowledges_escalates_once_and_what_somebody_did_never() {
        set(old -> with(old, 1, 1L, old.resolveAfter(), old.silencedUntil()));
        raise(1);
        UUID id = only();
        await().untilAsserted(() -> {
            folding.round();
            assertThat(shown()).singleElement().satisfies(alert -> {
                assertThat(alert.escalatedAt()).isNotNull();
                assertThat(alert.severity()).isEqualTo("critical");
            });
        });

        alerts.acknowledge(id, PERSON);
        assertThat(shown())
                .singleElement()
                .satisfies(alert -> assertThat(alert.acknowledgedBy()).isEqualTo(PERSON.name()));
        transactions.commit(() -> transactions
                .sql()
                .update("UPDATE monitoring.alert SET escalated_at = NULL WHERE merchant_id = ?", merchant));
        folding.round();
        assertThat(shown())
                .singleElement()
                .satisfies(alert -> assertThat(alert.escalatedAt()).isNull());
    }

    @Test
    void a_resolved_one_comes_again_as_a_new_one() {
        raise(1);
        UUID first = only();
        alerts.resolve(first, PERSON);
        raise(1);

        assertThat(shown()).extracting(Alert.View::status).containsExactly("raised", "resolved");
        assertThatThrownBy(() -> alerts.acknowledge(first, PERSON)).isInstanceOf(Problem.class);
    }

    @Test
    void what_goes_on_is_told_once_and_what_comes_again_after_an_hour_is_told_again() {
        raise(1);
        raise(1);
        assertThat(told()).isEqualTo(1);

        anHourPasses();
        raise(1);
        raise(1);

        assertThat(told()).isEqualTo(2);
        assertThat(shown())
                .singleElement()
                .satisfies(alert -> assertThat(alert.count()).isEqualTo(4));
    }

    @Test
    void what_somebody_has_acknowledged_is_told_again_when_it_comes_again_after_an_hour() {
        raise(1);
        alerts.acknowledge(only(), PERSON);
        raise(1);
        assertThat(told()).isEqualTo(1);

        anHourPasses();
        raise(1);

        assertThat(told()).isEqualTo(2);
        assertThat(shown())
                .singleElement()
                .satisfies(alert -> assertThat(alert.status()).isEqualTo("acknowledged"));
    }

    /** Half of the time of a person's request, and then four fifths of it, which is days later. */
    @Test
    void each_part_of_the_time_that_runs_out_is_told_with_its_facts() {
        for (String percent : List.of("50", "80", "100")) {
            anHourPasses();
            transactions.commit(() -> alarms.fire(new Alarm(
                    "privacy_request_deadline", Optional.of(merchant), false, "prq_1", Map.of("percent", percent))));
            folded();
        }

        assertThat(told()).isEqualTo(3);
        assertThat(shown())
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.facts().path("percent").asString()).isEqualTo("100"));
    }

    @Test
    void a_condition_that_has_gone_resolves_itself() {
        set(old -> with(old, 1, old.escalateAfter(), 1L, old.silencedUntil()));
        raise(1);
        await().untilAsserted(() -> {
            folding.round();
            assertThat(shown()).singleElement().satisfies(alert -> {
                assertThat(alert.status()).isEqualTo("resolved");
                assertThat(alert.resolvedBy()).isEqualTo("quiet");
            });
        });
    }

    @Test
    void one_that_does_not_settle_by_itself_stays_however_often_it_is_counted() {
        set(old -> with(old, 2, old.escalateAfter(), null, old.silencedUntil()));
        raise(2);
        raise(1);

        assertThat(transactions.commit(() -> transactions
                        .sql()
                        .first(
                                "SELECT count(*) FROM monitoring.alert WHERE merchant_id = ? AND quiet_at IS NOT NULL",
                                row -> row.getLong(1),
                                merchant)
                        .orElseThrow()))
                .isZero();
    }

    @Test
    void a_silenced_rule_notifies_nobody_until_the_silence_is_over() {
        set(old -> with(
                old, 1, old.escalateAfter(), old.resolveAfter(), Instant.now().plusSeconds(3600)));
        raise(1);
        assertThat(shown()).hasSize(1);
        assertThat(notifications()).isZero();

        set(old -> with(old, 1, old.escalateAfter(), old.resolveAfter(), null));
        raise(1);
        assertThat(notifications()).isEqualTo(1);
    }

    @Test
    void a_silenced_alert_escalates_to_nobody() {
        raise(1);
        alerts.silence(only(), Duration.ofHours(1), PERSON);
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.alert SET escalate_at = now() - interval '1 minute' WHERE merchant_id = ?",
                        merchant));
        folding.round();

        assertThat(shown())
                .singleElement()
                .satisfies(alert -> assertThat(alert.escalatedAt()).isNull());
    }

    @Test
    void an_alert_of_a_silenced_rule_escalates_when_the_silence_is_over() {
        raise(1);
        set(old -> with(
                old, 1, old.escalateAfter(), old.resolveAfter(), Instant.now().plusSeconds(3600)));
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.alert SET escalate_at = now() - interval '1 minute' WHERE merchant_id = ?",
                        merchant));
        folding.round();
        assertThat(shown())
                .singleElement()
                .satisfies(alert -> assertThat(alert.escalatedAt()).isNull());

        set(old -> with(old, 1, old.escalateAfter(), old.resolveAfter(), null));
        await().untilAsserted(() -> {
            folding.round();
            assertThat(shown())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.escalatedAt()).isNotNull());
        });
    }

    @Test
    void an_alarm_under_a_name_that_nobody_knows_is_not_lost() {
        transactions.commit(() -> alarms.fire(
                new Alarm("never_heard_of", Optional.of(merchant), false, "something", Map.of("figure", "1"))));
        folded();

        assertThat(shown()).singleElement().satisfies(alert -> {
            assertThat(alert.rule()).isEqualTo("never_heard_of");
            assertThat(alert.facts().path("figure").asString()).isEqualTo("1");
        });
    }

    @Test
    void each_setting_of_a_rule_is_a_version_of_its_own() {
        int before = rules.named(RULE).version();
        set(old -> with(old, 7, old.escalateAfter(), old.resolveAfter(), old.silencedUntil()));
        set(old -> with(old, 9, old.escalateAfter(), old.resolveAfter(), old.silencedUntil()));

        assertThat(rules.named(RULE).version()).isEqualTo(before + 2);
        assertThat(rules.named(RULE).settings().threshold()).isEqualTo(9);
    }

    private void set(UnaryOperator<RuleSettings> change) {
        rules.change(RULE, PERSON.name(), change);
        rules.refresh();
    }

    private static RuleSettings with(
            RuleSettings old, int threshold, Long escalateAfter, Long resolveAfter, Instant silencedUntil) {
        return new RuleSettings(
                old.severity(),
                old.enabled(),
                threshold,
                old.window(),
                escalateAfter,
                resolveAfter,
                silencedUntil,
                old.dryRun(),
                old.action(),
                old.parameters());
    }

    private void raise(int times) {
        transactions.commit(() -> {
            for (int i = 0; i < times; i++) {
                alarms.fire(alarm("whe_1"));
            }
        });
        folded();
    }

    private void folded() {
        await().untilAsserted(() -> {
            folding.round();
            assertThat(count("SELECT count(*) FROM monitoring.alert_raise WHERE merchant_id = ?"))
                    .isZero();
        });
    }

    private Alarm alarm(String subject) {
        return new Alarm(RULE, Optional.of(merchant), false, subject, Map.of("reason", "failing"));
    }

    private List<Alert.View> shown() {
        PageRequest page = new PageRequest(100, Optional.empty(), Optional.empty());
        return alerts.page(new Alerts.Filter(merchant, null, null, null), page).stream()
                .map(Alert::view)
                .toList();
    }

    private UUID only() {
        return IdKind.ALERT.parse(shown().get(0).id()).orElseThrow();
    }

    private void anHourPasses() {
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.alert SET last_at = last_at - interval '61 minutes' WHERE merchant_id = ?",
                        merchant));
    }

    /** How often it was told: what waits and what joined it, and what was told already. */
    private long told() {
        return count("SELECT COALESCE(sum(alerts), 0) FROM monitoring.alert_notification WHERE merchant_id = ?");
    }

    private long notifications() {
        return count("SELECT count(*) FROM monitoring.alert_notification WHERE merchant_id = ?");
    }

    private long count(String query) {
        return transactions.commit(() ->
                transactions.sql().first(query, row -> row.getLong(1), merchant).orElseThrow());
    }
}
