package io.counterfoil.monitoring.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.Alarm;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The 72 hours of GDPR, Article 33, run: each part of them is told once, until the record says that all is done. */
@ExtendWith(ArquillianExtension.class)
class AuthorityClockInContainerIT {

    @Inject
    private Transactions transactions;

    @Inject
    private Incidents incidents;

    @Inject
    private Event<Alarm> alarms;

    @Inject
    private MetricRegistry registry;

    @Inject
    private RungInContainer rung;

    private final UUID merchant = UUID.randomUUID();
    private final UUID incident = UUID.randomUUID();
    /** To come, so that the server's own clock leaves it alone. */
    private final Instant opened = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

    private Instant now = opened;

    @AfterEach
    void leaveNothing() {
        for (String table : List.of("incident_step", "incident")) {
            transactions.commit(() ->
                    transactions.sql().update("DELETE FROM monitoring." + table + " WHERE merchant_id = ?", merchant));
        }
    }

    @Test
    void half_four_fifths_and_all_of_the_time_are_told_once_each() {
        open(false);

        assertThat(percentsAfter(35.9)).isEmpty();
        assertThat(percentsAfter(36)).containsExactly("50");
        assertThat(percentsAfter(57.5)).containsExactly("50");
        assertThat(percentsAfter(57.7)).containsExactly("50", "80");
        assertThat(percentsAfter(71.9)).containsExactly("50", "80");
        assertThat(percentsAfter(72)).containsExactly("50", "80", "100");
        assertThat(percentsAfter(2_000)).containsExactly("50", "80", "100");
        assertThat(rung.about(IdKind.INCIDENT.text(incident)).get(0))
                .containsEntry("subject", "key_1")
                .containsEntry("due_at", opened.plus(Duration.ofHours(72)).toString());
    }

    @Test
    void after_a_long_stop_of_the_server_only_the_last_part_is_told() {
        open(false);

        assertThat(percentsAfter(100)).containsExactly("100");
    }

    @Test
    void it_stops_when_somebody_says_that_the_authority_was_told() {
        open(false);
        assertThat(percentsAfter(40)).containsExactly("50");

        incidents.authorityNotified(incident, opened.plus(Duration.ofHours(41)), Actor.SERVER);

        assertThat(percentsAfter(100)).containsExactly("50");
    }

    @Test
    void it_stops_when_the_record_says_that_it_need_not_be_told_and_not_before() {
        open(false);
        documented("{\"notification_needed\":true}");
        assertThat(percentsAfter(40)).containsExactly("50");

        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.incident_step SET result = '{\"notification_needed\":false}' WHERE merchant_id = ?",
                        merchant));

        assertThat(percentsAfter(100)).containsExactly("50");
    }

    @Test
    void it_stops_when_the_incident_is_closed_and_a_drill_has_none() {
        open(true);
        assertThat(percentsAfter(100)).isEmpty();

        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.incident SET drill = false, status = 'closed' WHERE merchant_id = ?",
                        merchant));

        assertThat(percentsAfter(100)).isEmpty();
    }

    @Test
    void the_figure_is_the_time_to_the_nearest_deadline() {
        open(false);
        now = opened.plus(Duration.ofHours(1));
        AuthorityClock clock = clock();
        clock.look();

        // another incident of the same server may be nearer to its end
        assertThat(clock.secondsLeft()).isLessThanOrEqualTo(71 * 3_600.0);

        now = opened.plus(Duration.ofHours(73));
        assertThat(clock.secondsLeft()).isLessThanOrEqualTo(-3_600.0);
    }

    /** In percent, what was told in all when so many hours had passed. */
    private List<String> percentsAfter(double hours) {
        now = opened.plusSeconds(Math.round(hours * 3_600));
        clock().look();
        return rung.about(IdKind.INCIDENT.text(incident)).stream()
                .map(facts -> facts.getOrDefault("percent", ""))
                .toList();
    }

    private AuthorityClock clock() {
        return new AuthorityClock(transactions, () -> now, alarms, registry);
    }

    private void open(boolean drill) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.incident (merchant_id, id, livemode, type, status, drill, subject, summary, opened_at,
                                                 opened_by, window_from)
                VALUES (?, ?, false, 'compromised_api_key', 'open', ?, 'key_1', '', ?, 'test', ?)\
                """, merchant, incident, drill, opened, opened));
    }

    private void documented(String result) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.incident_step (merchant_id, incident_id, step, begun_at, done_at, done_by, result)
                VALUES (?, ?, 'document', ?, ?, 'test', ?)\
                """, merchant, incident, opened, opened, result));
    }
}
