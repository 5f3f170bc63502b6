package io.counterfoil.monitoring.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sixty-four write at once, some of them in vain: each act that was committed has one place, and no place is left out. */
@ExtendWith(ArquillianExtension.class)
class AuditWritersInContainerIT {

    private static final int WRITERS = 64;
    private static final int EACH = 16;

    @Inject
    private Event<AuditedAct> acts;

    @Inject
    private Transactions transactions;

    private final UUID merchant = UUID.randomUUID();

    @Test
    void the_log_has_no_fork_and_no_gap() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        CountDownLatch ready = new CountDownLatch(WRITERS);
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writing.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    for (int act = 0; act < EACH; act++) {
                        write(number, act, act % 8 == 7);
                    }
                    return null;
                }));
            }
            for (Future<?> one : writing) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        long committed = WRITERS * (EACH - EACH / 8L);

        await().atMost(Duration.ofSeconds(30)).until(() -> count("""
                SELECT count(*) FROM domain.log_leaf WHERE merchant_id = ?\
                """) == committed);
        assertThat(count("SELECT count(*) FROM monitoring.audit_entry WHERE merchant_id = ?"))
                .isEqualTo(committed);
        assertThat(count("""
                SELECT count(*) FROM domain.log_leaf l JOIN monitoring.audit_entry e
                       ON e.merchant_id = l.merchant_id AND e.id = l.item_id
                WHERE l.merchant_id = ?\
                """)).isEqualTo(committed);
        assertThat(count("SELECT count(*) FROM domain.log WHERE name = 'audit' AND ?::uuid IS NOT NULL"))
                .as("one log")
                .isEqualTo(1);
        assertThat(count("""
                SELECT count(*) FROM (
                    SELECT leaf_index, row_number() OVER (ORDER BY leaf_index) - 1 AS place
                    FROM domain.log_leaf
                    WHERE log_id = (SELECT log_id FROM domain.log_leaf WHERE merchant_id = ? LIMIT 1)) places
                WHERE leaf_index <> place\
                """)).as("places that are taken twice or left out").isZero();
        System.out.println(
                "figures: audit: %s writers at once, %s acts, forks 0, gaps 0".formatted(WRITERS, committed));
    }

    private void write(int writer, int act, boolean inVain) {
        try {
            transactions.commit(() -> {
                acts.fire(new AuditedAct(
                        Optional.of(merchant),
                        "opt_" + writer,
                        "api_key.revoked",
                        "key_" + act,
                        "done",
                        "192.0.2.7",
                        Map.of()));
                if (inVain) {
                    throw new IllegalStateException("the act failed");
                }
            });
        } catch (IllegalStateException failed) {
            assertThat(inVain).isTrue();
        }
    }

    private long count(String query) {
        return transactions.commit(() ->
                transactions.sql().first(query, row -> row.getLong(1), merchant).orElseThrow());
    }
}
