package io.counterfoil.monitoring.cardtesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.payment.PaymentChanged;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.failedpayment.Sources;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A verdict is stored with its rule's version, and acts where its rule is set to: never in test mode. */
@ExtendWith(ArquillianExtension.class)
class CardTestingInContainerIT {

    private static final String RULE = "card_testing_instrument";
    private static final String INSTRUMENT = "ins_0123456789abcdef01234567";

    @Inject
    private Event<PaymentChanged> news;

    @Inject
    private Transactions transactions;

    @Inject
    private Attempts attempts;

    @Inject
    private Sources sources;

    @Inject
    private Ids ids;

    @Inject
    private CardTesting cardTesting;

    @Inject
    private Blocks blocks;

    @Inject
    private RefundsByKey refundsByKey;

    @Inject
    private DayPartitions partitions;

    @Inject
    private AlertRules rules;

    private final UUID merchant = UUID.randomUUID();

    @AfterEach
    void asTheyCame() {
        transactions.commit(() -> transactions.sql().update("DELETE FROM monitoring.alert_rule WHERE name = ?", RULE));
        await().until(() -> rules.named(RULE).version() == 0);
    }

    @Test
    void by_itself_a_rule_alerts_and_keeps_nothing_from_being_charged() {
        tried(true);

        assertThat(verdicts("action = 'alert' AND rule_version = 0 AND NOT dry_run"))
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(alerts()).isEqualTo(1));
        blocks.refresh();
        assertThatCode(() -> blocks.demandAllowed(merchant, true, INSTRUMENT)).doesNotThrowAnyException();
    }

    @Test
    void a_rule_that_blocks_does_so_in_live_mode_alone() {
        set("false", "block");
        tried(true);
        tried(false);

        assertThat(verdicts("livemode AND action = 'block' AND rule_version = 1"))
                .isEqualTo(1);
        assertThat(verdicts("NOT livemode AND action = 'alert'")).isEqualTo(1);
        blocks.refresh();
        assertThatThrownBy(() -> blocks.demandAllowed(merchant, true, INSTRUMENT))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("instrument_blocked"));
        assertThatCode(() -> blocks.demandAllowed(merchant, true, "ins_another"))
                .doesNotThrowAnyException();
        assertThatCode(() -> blocks.demandAllowed(merchant, false, INSTRUMENT)).doesNotThrowAnyException();
        assertThatCode(() -> blocks.demandAllowed(UUID.randomUUID(), true, INSTRUMENT))
                .doesNotThrowAnyException();
    }

    @Test
    void a_rule_that_throttles_holds_its_payment_method_back() {
        set("false", "throttle");
        tried(true);

        assertThat(verdicts("livemode AND action = 'throttle' AND rule_version = 1"))
                .isEqualTo(1);
        blocks.refresh();
        refusesForTenMinutes(INSTRUMENT);
    }

    @Test
    void a_payment_method_that_is_throttled_works_again_after_ten_minutes() {
        verdict(INSTRUMENT, "throttle");

        blocks.refresh();
        refusesForTenMinutes(INSTRUMENT);
        elevenMinutesLater();
        assertThatCode(() -> blocks.demandAllowed(merchant, true, INSTRUMENT)).doesNotThrowAnyException();
    }

    /** This test is called over HTTP: from a source. */
    @Test
    void a_source_is_held_back_for_ten_minutes_by_its_own_merchant_in_live_mode_alone() {
        verdict(sources.current(), "throttle");

        blocks.refresh();
        refusesForTenMinutes("ins_another");
        assertThatCode(() -> blocks.demandAllowed(merchant, false, "ins_another"))
                .doesNotThrowAnyException();
        assertThatCode(() -> blocks.demandAllowed(UUID.randomUUID(), true, "ins_another"))
                .doesNotThrowAnyException();
        elevenMinutesLater();
        assertThatCode(() -> blocks.demandAllowed(merchant, true, "ins_another"))
                .doesNotThrowAnyException();
    }

    @Test
    void what_is_blocked_is_blocked_for_a_day_also_where_another_rule_throttles_it() {
        verdict(INSTRUMENT, "block");
        verdict(INSTRUMENT, "throttle");

        elevenMinutesLater();
        assertThatThrownBy(() -> blocks.demandAllowed(merchant, true, INSTRUMENT))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(403))
                .hasMessageContaining("a day");
    }

    private void refusesForTenMinutes(String instrument) {
        assertThatThrownBy(() -> blocks.demandAllowed(merchant, true, instrument))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(429);
                    assertThat(problem.code()).isEqualTo("abnormal_usage");
                    assertThat(problem.headers()).containsEntry("Retry-After", "600");
                })
                .hasMessageContaining("ten minutes");
    }

    private void verdict(String subject, String action) {
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.card_testing_verdict
                       (merchant_id, id, livemode, rule, rule_version, subject, facts, action, dry_run, at, until)
                VALUES (?, ?, true, 'card_testing_source', 1, ?, '{}', ?, false, now(), now() + interval '1 day')\
                """, merchant, ids.next(), subject, action));
    }

    private void elevenMinutesLater() {
        transactions.commit(() -> transactions.sql().update("""
                UPDATE monitoring.card_testing_verdict
                SET at = at - interval '11 minutes', until = until - interval '11 minutes' WHERE merchant_id = ?\
                """, merchant));
        blocks.refresh();
    }

    @Test
    void a_rule_that_tries_itself_out_stores_its_verdict_and_nothing_else() {
        set("true", "block");
        tried(true);

        assertThat(verdicts("dry_run AND rule_version = 1")).isEqualTo(1);
        assertThat(alerts()).isZero();
        blocks.refresh();
        assertThatCode(() -> blocks.demandAllowed(merchant, true, INSTRUMENT)).doesNotThrowAnyException();
    }

    @Test
    void a_server_that_stops_in_order_writes_the_attempts_that_wait() {
        Attempts stopping = new Attempts(transactions, sources, ids);
        stopping.on(failed(true));

        stopping.stop(new Shutdown());

        Attempts.Whose whose = new Attempts.Whose(merchant, true);
        assertThat(transactions.commit(() ->
                        attempts.of(whose, Instant.now().minusSeconds(600)).size()))
                .isEqualTo(1);
    }

    /** Of two shops with five declines, the one that always captures later has fifteen authorisations beside them. */
    @Test
    void authorisations_count_as_payments_that_went_through() {
        UUID nothingButDeclines = UUID.randomUUID();
        transactions.commit(() -> {
            for (int i = 0; i < 20; i++) {
                news.fire(tried(i % 4 == 0 ? PaymentChanged.Kind.FAILED : PaymentChanged.Kind.AUTHORISED, merchant, i));
                if (i % 4 == 0) {
                    news.fire(tried(PaymentChanged.Kind.FAILED, nothingButDeclines, i));
                }
            }
        });
        attempts.flush();

        await().untilAsserted(() -> {
            cardTesting.look();
            assertThat(verdictsOf(nothingButDeclines)).anyMatch(verdict -> verdict.startsWith("card_testing_source"));
        });
        assertThat(transactions.commit(
                        () -> attempts
                                .of(
                                        new Attempts.Whose(merchant, true),
                                        Instant.now().minusSeconds(600))
                                .stream()
                                .map(Attempt::declined)
                                .toList()))
                .hasSize(20)
                .filteredOn(declined -> declined)
                .hasSize(5);
        assertThat(verdictsOf(merchant)).isEmpty();
    }

    private static PaymentChanged tried(PaymentChanged.Kind kind, UUID merchant, int number) {
        return new PaymentChanged(
                kind,
                merchant,
                true,
                UUID.randomUUID(),
                UUID.randomUUID(),
                1250 + number,
                "EUR",
                kind == PaymentChanged.Kind.FAILED ? Optional.of("card_declined") : Optional.empty(),
                Optional.empty(),
                Optional.of("ins_" + number),
                Optional.empty(),
                Instant.now());
    }

    /** An hour of a key that made one refund an hour in the week before. */
    @Test
    void far_more_refunds_by_one_key_than_in_the_week_before_are_a_verdict_on_the_key() {
        UUID regular = UUID.randomUUID();
        UUID thief = UUID.randomUUID();
        Instant now = Instant.now();
        for (UUID key : List.of(regular, thief)) {
            refunds("usage_minute", key, now.minusSeconds(600), key.equals(thief) ? 12 : 9);
            refunds("usage_hour", key, now.minus(Duration.ofHours(30)), 168);
        }
        UUID busy = UUID.randomUUID();
        refunds("usage_minute", busy, now.minusSeconds(600), 12);
        refunds("usage_hour", busy, now.minus(Duration.ofHours(30)), 168 * 5);

        await().untilAsserted(() -> {
            refundsByKey.look();
            assertThat(verdictsOf(merchant))
                    .containsExactly("card_testing_refunds 0 alert " + IdKind.API_KEY.text(thief));
        });
    }

    private void refunds(String table, UUID key, Instant at, int count) {
        UUID id = new UUID(at.toEpochMilli() << 16, UUID.randomUUID().getLeastSignificantBits());
        partitions.cover("monitoring." + table, id);
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "INSERT INTO monitoring." + table
                                + " (merchant_id, id, livemode, key_id, route, status, at, count)"
                                + " VALUES (?, ?, true, ?, 'POST /v1/payments/{id}/refunds', 201, ?, ?)",
                        merchant,
                        id,
                        key,
                        at,
                        count));
    }

    private List<String> verdictsOf(UUID merchant) {
        return transactions.commit(() -> transactions
                .sql()
                .all(
                        "SELECT rule || ' ' || rule_version || ' ' || action || ' ' || subject"
                                + " FROM monitoring.card_testing_verdict WHERE merchant_id = ?",
                        row -> row.getString(1),
                        merchant));
    }

    /** One instrument of five customers. */
    private void tried(boolean livemode) {
        transactions.commit(() -> {
            for (int i = 0; i < 5; i++) {
                news.fire(failed(livemode));
            }
        });
        attempts.flush();
        await().untilAsserted(() -> {
            cardTesting.look();
            assertThat(verdicts(livemode ? "livemode" : "NOT livemode")).isEqualTo(1);
        });
    }

    private PaymentChanged failed(boolean livemode) {
        return new PaymentChanged(
                PaymentChanged.Kind.FAILED,
                merchant,
                livemode,
                UUID.randomUUID(),
                UUID.randomUUID(),
                1250,
                "EUR",
                Optional.of("card_declined"),
                Optional.empty(),
                Optional.of(INSTRUMENT),
                Optional.of(UUID.randomUUID()),
                Instant.now());
    }

    private void set(String dryRun, String action) {
        String settings = """
                {"severity":"warning","enabled":true,"threshold":1,"window":600,"escalate_after":null,"resolve_after":null,
                 "silenced_until":null,"dry_run":%s,"action":"%s","parameters":{"attempts":5.0}}""".formatted(dryRun, action);
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "INSERT INTO monitoring.alert_rule (name, version, settings, changed_at, changed_by)"
                                + " VALUES (?, 1, ?, now(), 'test')",
                        RULE,
                        settings));
        await().until(() -> rules.named(RULE).version() == 1);
    }

    private long verdicts(String condition) {
        return count("SELECT count(*) FROM monitoring.card_testing_verdict WHERE merchant_id = ? AND rule = '" + RULE
                + "' AND " + condition);
    }

    private long alerts() {
        return count("SELECT count(*) FROM monitoring.alert WHERE merchant_id = ? AND rule = '" + RULE + "'");
    }

    private long count(String query) {
        return transactions.commit(() ->
                transactions.sql().first(query, row -> row.getLong(1), merchant).orElse(0L));
    }
}
