package io.counterfoil.domain.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys whose lifetime is over, beside some that must stay. */
@ExtendWith(ArquillianExtension.class)
class ReaperInContainerIT {

    private static final int EXPIRED = 1_234;

    private static final String INSERT = """
        INSERT INTO domain.idempotency_record (merchant_id, livemode, key, fingerprint, request_id, owner, leased_until,
                                               created_at, expires_at, status_code, answer)
        SELECT ?, false, ? || lpad(number::text, 16, '0'), '\\x00', 'req_1', ?, now(), now(),
               now() + ? * interval '1 minute', ?, ?
        FROM generate_series(1, ?) number\
        """;

    private final UUID merchant = UUID.randomUUID();

    @Inject
    private Transactions transactions;

    @Inject
    private IdempotencyRecords records;

    @Inject
    private Reaper reaper;

    @BeforeEach
    void fill() {
        transactions.commit(() -> {
            insert("expired", -1, 201, EXPIRED);
            insert("unfinished", -1, null, 3);
            insert("alive", 1, 201, 5);
        });
    }

    @Test
    void forgets_what_is_past_its_time_and_nothing_else() {
        reaper.reap();
        assertThat(left("expired")).isZero();
        assertThat(left("unfinished")).isEqualTo(3);
        assertThat(left("alive")).isEqualTo(5);
    }

    @Test
    void keeps_an_answer_that_came_after_its_keys_time_for_a_day() {
        IdempotencyKey late = new IdempotencyKey("unfinished0000000000000001");
        Keyed keyed = new Keyed(merchant, false, late, new byte[] {0}, "req_1", Optional.empty());
        transactions.commit(() -> records.finish(keyed, Answer.of(201, Map.of("id", "pay_1"))));
        reaper.reap();
        IdempotencyRecords.Known known = transactions
                .commit(() -> records.find(IdempotencyRecords.Place.of(keyed)))
                .orElseThrow();
        assertThat(known.answer()).map(Answer::status).contains(201);
        assertThat(known.expiresAt()).isAfter(Instant.now().plus(Duration.ofHours(23)));
    }

    @Test
    void takes_a_bounded_number_at_once_and_no_more() {
        assertThat(records.reap(100)).isEqualTo(100);
        assertThat(left("expired")).isEqualTo(EXPIRED - 100);
    }

    private void insert(String name, int minutesLeft, Integer status, int number) {
        transactions
                .sql()
                .update(
                        INSERT,
                        merchant,
                        name,
                        merchant,
                        minutesLeft,
                        status,
                        status == null ? null : new byte[] {1},
                        number);
    }

    private long left(String name) {
        return transactions.commit(() -> transactions
                .sql()
                .first(
                        "SELECT count(*) FROM domain.idempotency_record WHERE merchant_id = ? AND key LIKE ? || '%'",
                        row -> row.getLong(1), merchant, name)
                .orElseThrow());
    }
}
