package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ten failures shut the door for half an hour. */
class OperatorDoorTest {

    private static final String GOOD = "op_good";
    private static final String WRONG = "op_wrong";
    private static final String HERE = "192.0.2.1";
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final Caller.Operator ada = new Caller.Operator(UUID.randomUUID(), Set.of(Caller.Role.OPERATOR));
    private final List<String> lookedUp = new ArrayList<>();
    private final FailureCounts counts = new FailureCounts();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final OperatorDoor door = new OperatorDoor(
            secret -> {
                lookedUp.add(secret);
                return Optional.of(ada).filter(any -> secret.equals(GOOD));
            },
            new FailedAuthentications(counts, minute -> {}),
            () -> now);

    @Test
    void nine_failures_leave_it_open_and_who_comes_in_is_forgiven() {
        for (int round = 0; round < 3; round++) {
            fail(9, HERE);
            assertThat(door.open(GOOD, HERE)).isEqualTo(ada);
        }
    }

    @Test
    void while_it_is_shut_a_good_token_and_a_wrong_one_get_the_same_answer_and_neither_is_looked_up() {
        fail(10, HERE);
        lookedUp.clear();

        Problem good = refused(GOOD, HERE);
        Problem wrong = refused(WRONG, HERE);

        assertThat(good.status()).isEqualTo(429);
        assertThat(good.headers()).isEqualTo(wrong.headers()).isEqualTo(Map.of("Retry-After", "1800"));
        assertThat(good.document("req_x")).isEqualTo(wrong.document("req_x")).containsEntry("code", "locked_out");
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void each_failure_is_counted_for_the_audit_log_also_while_it_is_shut() {
        fail(10, HERE);
        for (int i = 0; i < 5; i++) {
            refused(WRONG, HERE);
        }

        assertThat(counts.drain()).isEqualTo(Map.of(new FailureCounts.Source(HERE, "operator_token"), 15));
    }

    @Test
    void it_opens_after_half_an_hour_and_not_before() {
        fail(10, HERE);
        now = now.plus(HALF_AN_HOUR).minusSeconds(1);
        assertThat(refused(GOOD, HERE).headers()).containsEntry("Retry-After", "1");

        now = now.plusSeconds(1);

        assertThat(door.open(GOOD, HERE)).isEqualTo(ada);
    }

    @Test
    void who_tries_on_while_it_is_shut_waits_no_longer() {
        fail(10, HERE);
        now = now.plus(Duration.ofMinutes(29));
        for (int i = 0; i < 50; i++) {
            assertThat(refused(WRONG, HERE).status()).isEqualTo(429);
        }

        now = now.plus(Duration.ofMinutes(1));

        assertThat(door.open(GOOD, HERE)).isEqualTo(ada);
    }

    @Test
    void after_that_it_takes_ten_failures_again() {
        fail(10, HERE);
        now = now.plus(HALF_AN_HOUR);

        fail(9, HERE);
        assertThat(door.open(GOOD, HERE)).isEqualTo(ada);
        fail(10, HERE);
        assertThat(refused(GOOD, HERE).status()).isEqualTo(429);
    }

    @Test
    void it_is_shut_to_one_source_only_which_in_ipv6_is_a_network() {
        fail(10, "2001:db8:0:1::1");

        assertThat(refused(GOOD, "2001:db8:0:1:ffff::9").status()).isEqualTo(429);
        assertThat(door.open(GOOD, "2001:db8:0:2::1")).isEqualTo(ada);
        assertThat(door.open(GOOD, HERE)).isEqualTo(ada);
    }

    @Test
    void however_many_try_at_once_ten_learn_that_they_failed() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(50);
        OperatorDoor busy = new OperatorDoor(
                secret -> {
                    all.countDown();
                    awaitQuietly(all);
                    return Optional.empty();
                },
                new FailedAuthentications(counts, minute -> {}),
                () -> now);
        ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
        List<Thread> guesses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Thread guess =
                    new Thread(() -> answers.add(refused(busy, WRONG, HERE).status()));
            guess.start();
            guesses.add(guess);
        }
        for (Thread guess : guesses) {
            guess.join();
        }

        assertThat(answers).hasSize(50);
        assertThat(answers.stream().filter(status -> status == 401)).hasSize(10);
    }

    @Test
    void a_good_token_that_was_on_its_way_when_the_door_shut_does_not_open_it() {
        OperatorDoor[] doors = new OperatorDoor[1];
        doors[0] = new OperatorDoor(
                secret -> {
                    if (secret.equals(GOOD)) {
                        for (int i = 0; i < 10; i++) {
                            refused(doors[0], WRONG, HERE);
                        }
                    }
                    return Optional.of(ada).filter(any -> secret.equals(GOOD));
                },
                new FailedAuthentications(counts, minute -> {}),
                () -> now);

        assertThat(refused(doors[0], GOOD, HERE).status()).isEqualTo(429);
        assertThat(refused(doors[0], GOOD, HERE).status()).isEqualTo(429);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(int times, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(refused(WRONG, address).status()).isEqualTo(401);
        }
    }

    private Problem refused(String secret, String address) {
        return refused(door, secret, address);
    }

    private static Problem refused(OperatorDoor door, String secret, String address) {
        @Nullable Problem problem = catchThrowableOfType(Problem.class, () -> door.open(secret, address));
        assertThat(problem).isNotNull();
        return problem;
    }
}
