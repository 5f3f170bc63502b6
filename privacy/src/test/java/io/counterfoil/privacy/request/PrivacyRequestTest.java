package io.counterfoil.privacy.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.deadline.Regime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine of states, as a table: what each step makes of each state, or why it is refused. */
class PrivacyRequestTest {

    private static final Instant RECEIVED = Instant.parse("2027-01-31T12:00:00Z");
    private static final Instant NOW = RECEIVED.plusSeconds(3600);
    private static final UUID CUSTOMER = new UUID(7, 7);

    private static final Map<String, Consumer<PrivacyRequest>> STEPS = Map.of(
            "verify", request -> request.verify(NOW, Duration.ofHours(2), List.of(CUSTOMER)),
            "start", PrivacyRequest::start,
            "complete", request -> request.complete(NOW),
            "refuse", request -> request.refuse(NOW, RefusalGround.EXCESSIVE, new byte[] {1}),
            "cancel", request -> request.cancel(NOW),
            "extend", request -> request.extend(NOW, new byte[] {1}),
            "defer", request -> request.defer(NOW.plusSeconds(60), NOW.plusSeconds(5)),
            "wait", PrivacyRequest::waitForPerson);

    private static PrivacyRequest in(String state) {
        PrivacyRequest request = new PrivacyRequest(
                new MerchantScopedId(new UUID(1, 1), new UUID(2, 2)),
                false,
                RequestType.ERASURE,
                Origin.SUBJECT,
                Regime.GDPR,
                RECEIVED);
        Stream<String> way = switch (state) {
            case "unverified" -> Stream.of();
            case "verified" -> Stream.of("verify");
            case "in_progress" -> Stream.of("verify", "start");
            case "completed" -> Stream.of("verify", "start", "complete");
            case "refused" -> Stream.of("refuse");
            case "cancelled" -> Stream.of("cancel");
            default -> throw new IllegalArgumentException(state);
        };
        way.forEach(step -> STEPS.get(step).accept(request));
        return request;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        state       | verify                   | start                        | complete                | refuse                | cancel                      | extend                | defer                   | wait
        unverified  | pending                  | privacy_request_not_verified | privacy_request_pending | refused               | cancelled                   | pending               | privacy_request_pending | privacy_request_pending
        verified    | privacy_request_verified | in_progress                  | privacy_request_pending | refused               | cancelled                   | pending               | privacy_request_pending | privacy_request_pending
        in_progress | privacy_request_in_progress | privacy_request_in_progress | completed            | refused               | privacy_request_in_progress | in_progress           | in_progress             | in_progress
        completed   | privacy_request_ended    | privacy_request_ended        | privacy_request_ended   | privacy_request_ended | privacy_request_ended       | privacy_request_ended | privacy_request_ended   | privacy_request_ended
        refused     | privacy_request_ended    | privacy_request_not_verified | privacy_request_ended   | privacy_request_ended | privacy_request_ended       | privacy_request_ended | privacy_request_ended   | privacy_request_ended
        cancelled   | privacy_request_ended    | privacy_request_not_verified | privacy_request_ended   | privacy_request_ended | privacy_request_ended       | privacy_request_ended | privacy_request_ended   | privacy_request_ended
        """)
    void each_step_from_each_state(
            String state,
            String verify,
            String start,
            String complete,
            String refuse,
            String cancel,
            String extend,
            String defer,
            String wait) {
        check(state, "verify", verify);
        check(state, "start", start);
        check(state, "complete", complete);
        check(state, "refuse", refuse);
        check(state, "cancel", cancel);
        check(state, "extend", extend);
        check(state, "defer", defer);
        check(state, "wait", wait);
    }

    private static void check(String state, String step, String expected) {
        PrivacyRequest request = in(state);
        String before = request.status;
        if (expected.startsWith("privacy_request_")) {
            assertThatThrownBy(() -> STEPS.get(step).accept(request))
                    .as("%s from %s", step, state)
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo(expected));
            assertThat(request.status).isEqualTo(before);
        } else {
            STEPS.get(step).accept(request);
            assertThat(request.status).as("%s from %s", step, state).isEqualTo(expected);
        }
    }

    @Test
    void work_begins_after_the_grace_and_nobody_waits_for_what_has_ended() {
        PrivacyRequest request = in("verified");
        assertThat(request.askAt).isEqualTo(NOW.plus(Duration.ofHours(2)));
        assertThat(request.customers()).containsExactly(CUSTOMER);
        request.cancel(NOW);
        assertThat(request.askAt).isNull();
    }

    @Test
    void an_extension_counts_from_receipt_is_told_in_time_and_given_once() {
        PrivacyRequest request = in("in_progress");
        assertThat(request.dueAt()).isEqualTo("2027-02-28T12:00:00Z");
        assertThatThrownBy(() -> request.extend(request.dueAt(), new byte[] {1}))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("privacy_request_overdue"));
        request.extend(request.dueAt().minusMillis(1), new byte[] {1});
        assertThat(request.dueAt()).isEqualTo("2027-04-30T12:00:00Z");
        assertThatThrownBy(() -> request.extend(NOW, new byte[] {1}))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("privacy_request_extended"));
    }

    /** Whoever waits for payments is looked at every few seconds, for days. */
    @Test
    void five_failures_are_enough_whatever_was_waited_for_before() {
        PrivacyRequest request = in("in_progress");
        for (int look = 0; look < 7; look++) {
            request.timesAsked++;
            request.defer(NOW.plusSeconds(60), NOW.plusSeconds(5));
        }
        for (int failure = 1; failure <= 7; failure++) {
            request.timesAsked++;
            request.stick("the ledger can't be written", NOW.plusSeconds(30));
            assertThat(request.stuck()).as("after %s failures", failure).isEqualTo(failure >= 5);
        }
        request.defer(NOW.plusSeconds(60), NOW.plusSeconds(5));
        assertThat(request.stuck()).isFalse();
        assertThat(request.stuckReason).isNull();
    }

    @Test
    void what_failed_says_why_until_it_is_done() {
        PrivacyRequest request = in("in_progress");
        request.stick("the database did not answer", NOW.plusSeconds(30));
        assertThat(request.askAt).isEqualTo(NOW.plusSeconds(30));
        request.complete(NOW);
        assertThat(request.stuckReason).isNull();
    }
}
