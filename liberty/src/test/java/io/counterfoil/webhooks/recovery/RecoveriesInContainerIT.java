package io.counterfoil.webhooks.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.webhooks.endpoint.EndpointInContainer;
import io.counterfoil.webhooks.endpoint.Endpoints;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a recovery goes on. Its endpoint is held, so that nothing is sent; what is taken is put off by an update. */
@ExtendWith(ArquillianExtension.class)
class RecoveriesInContainerIT {

    private static final int EVENTS = 25;

    @Inject
    private Recoveries recoveries;

    @Inject
    private Endpoints endpoints;

    @Inject
    private Transactions transactions;

    @Inject
    private Ids ids;

    @Inject
    private InstantSource time;

    @Inject
    private EndpointInContainer endpoint;

    private UUID recovery;

    @BeforeEach
    void begin() {
        endpoint.make();
        endpoint.update("UPDATE webhooks.endpoint_state SET hold_until = now() + interval '1 hour'"
                + " WHERE merchant_id = ? AND endpoint_id = ?");
        for (int i = 0; i < EVENTS; i++) {
            UUID event = ids.next();
            transactions.commit(() -> transactions
                    .sql()
                    .update(
                            "INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, created_at)"
                                    + " VALUES (?, ?, false, 'refund.failed', '{}', now())",
                            endpoint.merchant(),
                            event));
        }
    }

    @AfterEach
    void forgetIt() {
        endpoint.forget();
    }

    @Test
    void begins_small_and_doubles_while_what_it_queued_is_taken() {
        recover();
        comesTo("running 10");
        assertThat(step()).isEqualTo("running 10");
        taken();
        comesTo("running 20");
        assertThat(step()).isEqualTo("running 20");
        taken();
        comesTo("completed 25");
    }

    @Test
    void waits_while_the_endpoint_is_disabled_and_begins_anew_afterwards() {
        recover();
        comesTo("running 10");
        transactions.commit(() -> endpoints.disable(endpoint.merchant(), endpoint.id(), "failing"));
        assertThat(step()).isEqualTo("running 0");
        assertThat(waiting()).isEqualTo("0");
        endpoint.update("UPDATE webhooks.endpoint SET status = 'enabled' WHERE merchant_id = ? AND id = ?");
        comesTo("running 10");
        assertThat(waiting()).isEqualTo("10");
    }

    @Test
    void what_has_arrived_is_not_sent_again() {
        recover();
        comesTo("running 10");
        endpoint.update("DELETE FROM webhooks.recovery WHERE merchant_id = ? AND endpoint_id = ?");
        endpoint.update("UPDATE webhooks.delivery SET status = 'delivered' WHERE merchant_id = ? AND endpoint_id = ?");
        endpoint.update("DELETE FROM webhooks.delivery_queue WHERE merchant_id = ? AND endpoint_id = ?");
        assertThat(recover().found).isEqualTo(EVENTS - 10);
    }

    @Test
    void one_that_is_cancelled_queues_no_more_and_says_how_far_it_came() {
        Recovery asAsked = recover();
        comesTo("running 10");
        taken();
        comesTo("running 20");
        AtomicInteger ended = new AtomicInteger();
        transactions.commit(() -> recoveries.cancel(asAsked, ended::incrementAndGet));
        transactions.commit(() -> recoveries.cancel(asAsked, ended::incrementAndGet));
        taken();
        assertThat(step()).isEqualTo("cancelled 20");
        assertThat(ended).hasValue(1);
    }

    @Test
    void one_that_is_over_is_not_cancelled_any_more() {
        Recovery asAsked = recover();
        comesTo("running 10");
        taken();
        comesTo("running 20");
        taken();
        comesTo("completed 25");
        AtomicInteger ended = new AtomicInteger();
        transactions.commit(() -> recoveries.cancel(asAsked, ended::incrementAndGet));
        assertThat(step()).isEqualTo("completed 25");
        assertThat(ended).hasValue(0);
    }

    private Recovery recover() {
        Instant now = time.instant();
        Recovery begun = transactions.commit(() -> recoveries.begin(
                new Caller.MerchantKey(endpoint.merchant(), false, UUID.randomUUID(), Set.of()),
                endpoint.id(),
                new Recovery.Span(now.minus(Duration.ofMinutes(5)), now.plusMillis(1))));
        recovery = begun.id;
        return begun;
    }

    /** The server's own worker may be at it: then it is that one's step. */
    private void comesTo(String progress) {
        await().until(this::step, progress::equals);
    }

    /** Has the worker do what it can, and tells how far the recovery is. */
    private String step() {
        recoveries.carryOn();
        return transactions.commit(() -> recoveries
                .find(endpoint.merchant(), false, recovery)
                .map(job -> job.status + " " + job.queued)
                .orElseThrow());
    }

    private void taken() {
        endpoint.update("UPDATE webhooks.delivery_queue SET due_at = now() + interval '1 hour'"
                + " WHERE merchant_id = ? AND endpoint_id = ?");
    }

    private String waiting() {
        return endpoint.text(
                "SELECT count(*)::text FROM webhooks.delivery_queue WHERE merchant_id = ? AND endpoint_id = ?");
    }
}
