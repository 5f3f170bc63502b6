package io.counterfoil.webhooks.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.webhooks.delivery.DeliveryRetention;
import io.counterfoil.webhooks.egress.Reply;
import io.counterfoil.webhooks.endpoint.EndpointInContainer;
import io.counterfoil.webhooks.endpoint.Endpoints;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of attempts, and what failures do to an endpoint. Pauses pass by an update of their row. */
@ExtendWith(ArquillianExtension.class)
class SendingInContainerIT {

    private static final int ASKING = 8;
    private static final int MANY = 40;
    private static final String NOTHING_IN_FLIGHT = "UPDATE webhooks.delivery_queue SET owner = NULL, due_at = now()"
            + " WHERE merchant_id = ? AND endpoint_id = ?";

    /** More than any of them needs. */
    private static final Places ROOM = new Places(128, 128, 0);

    @Inject
    private Ledger ledger;

    @Inject
    private Queue queue;

    @Inject
    private Endpoints endpoints;

    @Inject
    private DeliveryRetention retention;

    @Inject
    private ThisServer server;

    @Inject
    private Transactions transactions;

    @Inject
    private Ids ids;

    @Inject
    private InstantSource time;

    @Inject
    private EndpointInContainer endpoint;

    @Inject
    private EndpointInContainer other;

    @BeforeEach
    void makeEndpoint() {
        endpoint.make();
    }

    @AfterEach
    void forgetIt() {
        endpoint.forget();
    }

    @Test
    void ten_failures_open_the_breaker_and_each_probe_that_fails_doubles_its_pause() {
        fail(9);
        assertThat(pause()).isNotPositive();
        for (int expected : new int[] {5, 10, 20, 40, 80, 160, 300, 300}) {
            fail(1);
            assertThat(pause()).as("after %s failures", failures()).isBetween(expected - 3, expected);
            endpoint.update(
                    "UPDATE webhooks.endpoint_state SET hold_until = now() WHERE merchant_id = ? AND endpoint_id = ?");
        }
    }

    @Test
    void however_many_ask_at_once_one_probe_leaves() throws InterruptedException, ExecutionException {
        due(ASKING);
        // a table that is known to be small is joined in another order
        transactions.commit(() -> transactions.sql().update("ANALYZE webhooks.delivery_queue"));
        fail(Queue.BREAKER);
        for (int round = 0; round < 40; round++) {
            nothingInFlight();
            endpoint.update("UPDATE webhooks.endpoint_state SET hold_until = now()"
                    + " WHERE merchant_id = ? AND endpoint_id = ?");
            assertThat(claimedAtOnce()).as("round %s", round).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void however_many_ask_at_once_they_share_one_token_bucket() throws InterruptedException, ExecutionException {
        endpoint.update("UPDATE webhooks.endpoint SET rate_limit = 8 WHERE merchant_id = ? AND id = ?");
        due(MANY);
        int all = 0;
        for (int round = 0; round < 20; round++) {
            nothingInFlight();
            long begun = System.nanoTime();
            endpoint.update("UPDATE webhooks.endpoint_state SET tokens = 4, tokens_at = now()"
                    + " WHERE merchant_id = ? AND endpoint_id = ?");
            int claimed = claimedAtOnce();
            double refilled = 8 * (System.nanoTime() - begun) / 1e9;
            assertThat((double) claimed).as("round %s", round).isLessThanOrEqualTo(4 + refilled);
            all += claimed;
        }
        // the server's own sender takes some of them
        assertThat(all).isPositive();
    }

    @Test
    void an_endpoint_has_so_much_in_flight_and_no_more() {
        due(MANY);
        awaitClaimOf(16);
        assertThat(claim()).isZero();
    }

    @Test
    void it_may_have_less_of_its_own() {
        endpoint.update("UPDATE webhooks.endpoint SET max_in_flight = 3 WHERE merchant_id = ? AND id = ?");
        due(MANY);
        awaitClaimOf(3);
        assertThat(claim()).isZero();
    }

    @Test
    void who_has_much_due_takes_no_place_from_who_has_little() {
        other.make();
        try {
            due(MANY);
            due(other, 2);
            // one each in turn, three to each, of which the other needs but two; the last two places are for who has
            // next
            // to nothing in flight; again where the server's own sender took some in between
            Map<UUID, Long> shares = Map.of(endpoint.id(), 3L, other.id(), 2L);
            await().until(
                            () -> {
                                nothingInFlight();
                                other.update(NOTHING_IN_FLIGHT);
                                return queue.claim(new Places(8, 8, 0)).stream()
                                        .collect(Collectors.groupingBy(Claimed::endpoint, Collectors.counting()));
                            },
                            shares::equals);
        } finally {
            other.forget();
        }
    }

    /** What one claim takes when nothing is in flight; tried again where the server's own sender took some in between. */
    private void awaitClaimOf(int expected) {
        await().until(
                        () -> {
                            nothingInFlight();
                            return claim();
                        },
                        claimed -> claimed == expected);
    }

    private int claim() {
        return (int) queue.claim(ROOM).stream()
                .filter(one -> one.endpoint().equals(endpoint.id()))
                .count();
    }

    /** How many rows so many senders get in all that ask at the same time. */
    private int claimedAtOnce() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(ASKING);
        try {
            int claimed = 0;
            for (Future<Integer> asked :
                    threads.invokeAll(Collections.<Callable<Integer>>nCopies(ASKING, this::claim))) {
                claimed += asked.get();
            }
            return claimed;
        } finally {
            threads.shutdownNow();
        }
    }

    private void nothingInFlight() {
        endpoint.update(NOTHING_IN_FLIGHT);
    }

    @Test
    void what_was_in_flight_when_it_opened_changes_nothing() {
        fail(10);
        fail(5);
        assertThat(failures()).isEqualTo(10);
        assertThat(pause()).isLessThanOrEqualTo(5);
    }

    @Test
    void one_success_closes_it() {
        fail(12);
        attempt(new Verdict.Delivered(), 1);
        assertThat(failures()).isZero();
    }

    @Test
    void five_days_of_nothing_but_failure_disable_an_endpoint_and_somebody_is_told() {
        fail(1);
        failingFor("5 days");
        fail(1);
        assertThat(endpoint.text("SELECT status || ' ' || disabled_reason FROM webhooks.endpoint"
                        + " WHERE merchant_id = ? AND id = ?"))
                .isEqualTo("disabled failing");
        String subject = IdKind.WEBHOOK_ENDPOINT.text(endpoint.id());
        await().until(() -> transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT status FROM monitoring.alert WHERE rule = 'webhook_endpoint_disabled' AND subject = ?",
                        row -> row.getString(1),
                        subject)
                .isPresent()));
    }

    @Test
    void less_than_five_days_do_not() {
        fail(1);
        failingFor("4 days 23 hours");
        fail(1);
        assertThat(status()).isEqualTo("enabled");
    }

    @Test
    void what_is_written_twice_stands_once() {
        List<Finished> batch = List.of(finished(inFlight(), new Verdict.Delivered()));
        ledger.write(batch);
        ledger.write(batch);
        assertThat(endpoint.text("SELECT count(*)::text FROM webhooks.attempt a JOIN webhooks.delivery d"
                        + " ON d.merchant_id = a.merchant_id AND d.id = a.delivery_id"
                        + " WHERE a.merchant_id = ? AND d.endpoint_id = ?"))
                .isEqualTo("1");
        assertThat(delivery()).isEqualTo("delivered 0");
    }

    @Test
    void what_was_in_flight_when_its_endpoint_was_disabled_may_still_arrive() {
        Claimed claimed = inFlight();
        disable();
        assertThat(delivery()).isEqualTo("pending 1");
        ledger.write(List.of(finished(claimed, new Verdict.Delivered())));
        assertThat(delivery()).isEqualTo("delivered 0");
    }

    @Test
    void what_was_in_flight_when_its_endpoint_was_disabled_and_fails_has_failed() {
        Claimed claimed = inFlight();
        disable();
        ledger.write(List.of(finished(claimed, new Verdict.RetryAfter(Duration.ofHours(1), Duration.ZERO))));
        queue.sweep();
        assertThat(delivery()).isEqualTo("failed 0");
    }

    @Test
    void what_outlived_its_event_has_failed() {
        inFlight();
        nothingInFlight();
        endpoint.update("UPDATE webhooks.delivery_queue SET event_id = '00000000-0000-7000-8000-000000000000'"
                + " WHERE merchant_id = ? AND endpoint_id = ?");
        queue.sweep();
        assertThat(delivery()).isEqualTo("failed 0");
    }

    @Test
    void what_was_taken_and_never_begun_has_its_attempt_still() {
        Claimed claimed = inFlight();
        queue.putBack(List.of(claimed));
        assertThat(endpoint.text("SELECT attempt || ' ' || (owner IS NULL) FROM webhooks.delivery_queue"
                        + " WHERE merchant_id = ? AND endpoint_id = ?"))
                .isEqualTo("0 true");
    }

    @Test
    void a_clock_that_jumped_back_holds_nobody() {
        endpoint.update("UPDATE webhooks.endpoint_state SET tokens_at = now() + interval '3 hours',"
                + " hold_until = now() + interval '3 days' WHERE merchant_id = ? AND endpoint_id = ?");
        queue.sweep();
        assertThat(pause()).isNotPositive();
        assertThat(endpoint.text("SELECT (tokens_at <= now())::text FROM webhooks.endpoint_state"
                        + " WHERE merchant_id = ? AND endpoint_id = ?"))
                .isEqualTo("true");
    }

    @Test
    void what_was_planned_before_the_clock_jumped_back_waits_no_longer_than_it_was_meant_to() {
        planned(endpoint, "3 hours", "3 hours");
        planned(endpoint, "3 hours", "4 hours");
        planned(endpoint, "-1 minute", "4 hours");
        planned(endpoint, "0", "3 days");
        queue.sweep();
        assertThat(
                        endpoint.text(
                                "SELECT string_agg(round(EXTRACT(EPOCH FROM due_at - now()) / 3600)::text, ' '"
                                        + " ORDER BY delivery_id) FROM webhooks.delivery_queue WHERE merchant_id = ? AND endpoint_id = ?"))
                .as("hours")
                .isEqualTo("0 1 4 0");
    }

    @Test
    void a_pause_that_was_set_before_the_clock_jumped_back_is_as_long_as_it_was_meant_to_be() {
        attempt(new Verdict.RetryAfter(Duration.ofSeconds(5), Duration.ofSeconds(40)), 1);
        jumpBack("3 hours");
        queue.sweep();
        assertThat(pause()).isBetween(30, 40);
    }

    @Test
    void nor_is_that_of_the_breaker_any_longer() {
        fail(Queue.BREAKER);
        jumpBack("3 hours");
        queue.sweep();
        assertThat(pause()).isLessThanOrEqualTo(5);
    }

    /** To the endpoint it is the same as if all that was set before were that much later. */
    private void jumpBack(String span) {
        endpoint.update("UPDATE webhooks.endpoint_state SET held_at = held_at + interval '" + span
                + "', hold_until = hold_until + interval '" + span + "' WHERE merchant_id = ? AND endpoint_id = ?");
    }

    @Test
    void what_a_receiver_asked_for_is_no_jump_of_the_clock() {
        endpoint.update("UPDATE webhooks.endpoint_state SET hold_until = now() + interval '23 hours'"
                + " WHERE merchant_id = ? AND endpoint_id = ?");
        queue.sweep();
        assertThat(pause()).isGreaterThan(82_000);
    }

    /** A delivery that this server is sending. */
    private Claimed inFlight() {
        Claimed claimed = new Claimed(
                endpoint.merchant(), ids.next(), endpoint.id(), ids.next(), 1, false, "{}", Optional.empty());
        retention.coverDeliveries(claimed.delivery());
        transactions.commit(() -> {
            transactions
                    .sql()
                    .update(
                            "INSERT INTO webhooks.delivery"
                                    + " (merchant_id, id, livemode, endpoint_id, event_id, event_type, status, created_at)"
                                    + " VALUES (?, ?, false, ?, ?, 'ping', 'pending', now())",
                            endpoint.merchant(),
                            claimed.delivery(),
                            endpoint.id(),
                            claimed.event());
            transactions
                    .sql()
                    .update(
                            "INSERT INTO webhooks.delivery_queue (merchant_id, delivery_id, endpoint_id, event_id,"
                                    + " attempt, due_at, owner, leased_until)"
                                    + " VALUES (?, ?, ?, ?, 1, now(), ?, now() + interval '3 minutes')",
                            endpoint.merchant(),
                            claimed.delivery(),
                            endpoint.id(),
                            claimed.event(),
                            server.id());
        });
        return claimed;
    }

    /** Deliveries that wait. */
    private void due(int deliveries) {
        due(endpoint, deliveries);
    }

    private void due(EndpointInContainer at, int deliveries) {
        for (int i = 0; i < deliveries; i++) {
            planned(at, "0", "0");
        }
    }

    /** A delivery that waits: when its time was set and when that is, from now on. */
    private void planned(EndpointInContainer at, String since, String due) {
        UUID event = ids.next();
        transactions.commit(() -> {
            transactions
                    .sql()
                    .update(
                            "INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, created_at)"
                                    + " VALUES (?, ?, false, 'ping', '{}', now())",
                            at.merchant(),
                            event);
            transactions
                    .sql()
                    .update(
                            "INSERT INTO webhooks.delivery_queue"
                                    + " (merchant_id, delivery_id, endpoint_id, event_id, attempt, planned_at, due_at)"
                                    + " VALUES (?, ?, ?, ?, 0, now() + ?::interval, now() + ?::interval)",
                            at.merchant(),
                            ids.next(),
                            at.id(),
                            event,
                            since,
                            due);
        });
    }

    private void disable() {
        transactions.commit(() -> endpoints.disable(endpoint.merchant(), endpoint.id(), "failing"));
    }

    /** What the endpoint's one delivery says of itself, and its rows in the queue. */
    private String delivery() {
        return endpoint.text("SELECT d.status || ' ' || (SELECT count(*) FROM webhooks.delivery_queue q"
                + " WHERE q.merchant_id = d.merchant_id AND q.delivery_id = d.id)"
                + " FROM webhooks.delivery d WHERE d.merchant_id = ? AND d.endpoint_id = ?");
    }

    @Test
    void two_failures_with_days_of_quiet_between_them_are_no_lasting_trouble() {
        fail(1);
        failingFor("6 days");
        lastFailed("5 days 23 hours");
        fail(1);
        assertThat(status()).isEqualTo("enabled");
        failingFor("5 days");
        lastFailed("1 day 6 hours");
        fail(1);
        assertThat(status()).isEqualTo("disabled");
    }

    private void failingFor(String span) {
        endpoint.update("UPDATE webhooks.endpoint_state SET failing_since = now() - interval '" + span
                + "' WHERE merchant_id = ? AND endpoint_id = ?");
    }

    private void lastFailed(String ago) {
        endpoint.update("UPDATE webhooks.endpoint_state SET last_failed_at = now() - interval '" + ago
                + "' WHERE merchant_id = ? AND endpoint_id = ?");
    }

    private String status() {
        return endpoint.text("SELECT status FROM webhooks.endpoint WHERE merchant_id = ? AND id = ?");
    }

    private void fail(int times) {
        attempt(new Verdict.RetryAfter(Duration.ofSeconds(5), Duration.ZERO), times);
    }

    private void attempt(Verdict verdict, int times) {
        ledger.write(IntStream.range(0, times)
                .mapToObj(i -> finished(
                        new Claimed(
                                endpoint.merchant(),
                                ids.next(),
                                endpoint.id(),
                                ids.next(),
                                1,
                                true,
                                "{}",
                                Optional.empty()),
                        verdict))
                .toList());
    }

    private Finished finished(Claimed claimed, Verdict verdict) {
        return new Finished(
                claimed,
                ids.next(),
                time.instant(),
                new Reply.Unanswered(Reply.Trouble.TIMEOUT, Duration.ofSeconds(1), Optional.empty()),
                verdict);
    }

    private int failures() {
        return Integer.parseInt(endpoint.text(
                "SELECT failures::text FROM webhooks.endpoint_state" + " WHERE merchant_id = ? AND endpoint_id = ?"));
    }

    /** Seconds for which it gets nothing. */
    private int pause() {
        return Integer.parseInt(endpoint.text("SELECT GREATEST(-1, ceil(EXTRACT(EPOCH FROM GREATEST(hold_until,"
                + " now() - interval '1 day') - now())))::int::text FROM webhooks.endpoint_state"
                + " WHERE merchant_id = ? AND endpoint_id = ?"));
    }
}
