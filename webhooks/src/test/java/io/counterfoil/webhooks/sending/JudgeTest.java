package io.counterfoil.webhooks.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.webhooks.egress.Reply;
import io.counterfoil.webhooks.endpoint.Target.Retries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final Judge judge = new Judge(PAUSES, () -> NOW);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void success_is_2xx(int status) {
        assertThat(judge.judge(answer(status, null), 1, Retries.USUAL)).isInstanceOf(Verdict.Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 301, 302, 304, 307, 308, 400, 401, 404, 500, 503})
    void everything_else_is_tried_again(int status) {
        Verdict.RetryAfter retry = retry(judge.judge(answer(status, null), 1, Retries.USUAL));
        assertThat(retry.pause()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        assertThat(retry.hold()).isZero();
    }

    @Test
    void follows_the_schedule_to_its_end() {
        assertThat(retry(judge.judge(silence(), 2, Retries.USUAL)).pause())
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(judge.judge(silence(), 3, Retries.USUAL)).isInstanceOf(Verdict.Exhausted.class);
    }

    @Test
    void follows_what_the_merchant_chose() {
        Retries chosen = new Retries(List.of(Duration.ofSeconds(100)), 50);
        for (int i = 0; i < 100; i++) {
            assertThat(retry(judge.judge(silence(), 1, chosen)).pause())
                    .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(150));
        }
        assertThat(retry(judge.judge(silence(), 1, new Retries(List.of(), 0))).pause())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(judge.judge(silence(), 2, chosen)).isInstanceOf(Verdict.Exhausted.class);
    }

    @Test
    void gone_is_gone() {
        assertThat(judge.judge(answer(410, null), 1, Retries.USUAL)).isInstanceOf(Verdict.Gone.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 504})
    void some_answers_ask_for_quiet_for_all_of_the_endpoint(int status) {
        assertThat(retry(judge.judge(answer(status, null), 1, Retries.USUAL)).hold())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(retry(judge.judge(answer(status, "30"), 1, Retries.USUAL)).hold())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(retry(judge.judge(answer(status, "86400"), 1, Retries.USUAL)).hold())
                .isEqualTo(Duration.ofDays(1));
        assertThat(retry(judge.judge(answer(status, "86401"), 1, Retries.USUAL)).hold())
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void retry_after_in_seconds_is_honoured() {
        assertThat(retry(judge.judge(answer(503, "120"), 1, Retries.USUAL)).pause())
                .isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void retry_after_as_a_date_is_honoured() {
        assertThat(retry(judge.judge(answer(503, "Tue, 24 Nov 2026 11:00:00 GMT"), 1, Retries.USUAL))
                        .pause())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void retry_after_is_honoured_for_a_day_at_most() {
        assertThat(retry(judge.judge(answer(503, "999999999"), 1, Retries.USUAL))
                        .pause())
                .isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "1e9", "99999999999999999999", "Mon, 23 Nov 2026 11:00:00 GMT"})
    void retry_after_that_makes_no_sense_changes_nothing(String value) {
        assertThat(retry(judge.judge(answer(503, value), 1, Retries.USUAL)).pause())
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void retry_after_never_shortens_the_schedule() {
        assertThat(retry(judge.judge(answer(503, "1"), 2, Retries.USUAL)).pause())
                .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }

    private static Verdict.RetryAfter retry(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.RetryAfter.class);
        return (Verdict.RetryAfter) verdict;
    }

    private static Reply answer(int status, String retryAfter) {
        return new Reply.Answered(
                status, new byte[0], Optional.ofNullable(retryAfter), Duration.ofMillis(3), Optional.empty());
    }

    private static Reply silence() {
        return new Reply.Unanswered(Reply.Trouble.TIMEOUT, Duration.ofSeconds(20), Optional.empty());
    }
}
