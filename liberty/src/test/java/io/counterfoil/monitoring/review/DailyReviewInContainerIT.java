package io.counterfoil.monitoring.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Today, seen from tomorrow and the day after: drawn up, missed, signed. */
@ExtendWith(ArquillianExtension.class)
class DailyReviewInContainerIT {

    private static final String RULE = "log_review_missing";

    @Inject
    private Event<AuditedAct> acts;

    @Inject
    private Event<Alarm> alarms;

    @Inject
    private Transactions transactions;

    @Inject
    private Reviews reviews;

    @Inject
    private BackgroundWork work;

    @Inject
    private InstantSource time;

    private LocalDate today;

    @BeforeEach
    void act() {
        today = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
        transactions.commit(() -> {
            acts.fire(act("authentication.failed", "refused", Map.of("count", "7")));
            acts.fire(act("api_key.revoked", "done", Map.of()));
            acts.fire(act("api_key.created", "refused", Map.of()));
        });
        forget();
    }

    @AfterEach
    void forget() {
        transactions.commit(() -> {
            transactions.sql().update("DELETE FROM monitoring.review WHERE day >= ?", today);
            transactions.sql().update("DELETE FROM monitoring.alert WHERE rule = ?", RULE);
            transactions.sql().update("DELETE FROM monitoring.alert_raise WHERE rule = ?", RULE);
        });
    }

    @Test
    void draws_a_day_up_once_it_is_over() {
        dailyReviewAt(today.atTime(23, 59).toInstant(ZoneOffset.UTC)).round();
        assertThat(reviews.find(today)).isEmpty();

        dailyReviewAt(today.plusDays(1).atTime(0, 6).toInstant(ZoneOffset.UTC)).round();

        String digest = reviews.find(today).orElseThrow().digest();
        assertThat(digest)
                .contains("\"action\":\"api_key.revoked\",\"result\":\"done\"")
                .contains("\"action\":\"api_key.created\",\"actor\":\"key_1\",\"object\":\"here\"");
        assertThat(Long.parseLong(digest.replaceAll(".*\"failed_authentications\":(\\d+).*", "$1")))
                .isGreaterThanOrEqualTo(7);
        assertThat(alarmed()).isEmpty();
    }

    @Test
    void raises_an_alarm_for_a_day_that_nobody_signed() {
        dailyReviewAt(today.plusDays(2).atTime(0, 6).toInstant(ZoneOffset.UTC)).round();

        assertThat(alarmed())
                .contains(today.toString())
                .doesNotContain(today.plusDays(1).toString());
    }

    /** The hour passes by an update. */
    @Test
    void its_alert_is_over_when_somebody_has_signed() {
        DailyReview later = dailyReviewAt(today.plusDays(2).atTime(0, 6).toInstant(ZoneOffset.UTC));
        later.round();
        await().until(() -> alert().equals("raised"));

        transactions.commit(() -> reviews.signOff(today, "opt_1"));
        later.round();
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "UPDATE monitoring.alert SET quiet_at = quiet_at - interval '1 hour' WHERE rule = ? AND subject = ?",
                        RULE,
                        today.toString()));
        await().until(() -> alert().equals("resolved"));
    }

    private String alert() {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT status FROM monitoring.alert WHERE rule = ? AND subject = ?",
                        row -> row.getString(1),
                        RULE,
                        today.toString())
                .orElse("none"));
    }

    @Test
    void is_content_with_a_signature() {
        dailyReviewAt(today.plusDays(1).atTime(0, 6).toInstant(ZoneOffset.UTC)).round();
        transactions.commit(() -> reviews.signOff(today, "opt_1"));

        assertThat(reviews.find(today).orElseThrow().view().status()).isEqualTo("signed_off");
        assertThatThrownBy(() -> transactions.commit(() -> reviews.signOff(today, "opt_2")))
                .isInstanceOf(Problem.class);
        dailyReviewAt(today.plusDays(2).atTime(0, 6).toInstant(ZoneOffset.UTC)).round();
        assertThat(alarmed()).doesNotContain(today.toString());
    }

    @Test
    void makes_up_for_days_without_a_server() {
        dailyReviewAt(today.plusDays(4).atTime(12, 0).toInstant(ZoneOffset.UTC)).round();

        assertThat(reviews.page(today.plusDays(5), 4))
                .extracting(Review::day)
                .containsExactly(today.plusDays(3), today.plusDays(2), today.plusDays(1), today);
    }

    private DailyReview dailyReviewAt(Instant now) {
        return new DailyReview(reviews, transactions, work, () -> now, alarms);
    }

    /** The days that were told of, whether folded into alerts yet or not. */
    private List<String> alarmed() {
        return transactions.commit(() -> transactions.sql().all("""
            SELECT subject FROM monitoring.alert WHERE rule = ?
            UNION SELECT subject FROM monitoring.alert_raise WHERE rule = ?\
            """, row -> row.getString(1), RULE, RULE));
    }

    private static AuditedAct act(String action, String result, Map<String, String> facts) {
        return new AuditedAct(Optional.empty(), "key_1", action, "here", result, "192.0.2.7", facts);
    }
}
