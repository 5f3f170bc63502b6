package io.counterfoil.monitoring.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.monitoring.usage.SeenCall;
import io.counterfoil.monitoring.usage.UsageMeter;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key that made many calls in the window: each is counted, and marked against four weeks in which it was used at home. */
@ExtendWith(ArquillianExtension.class)
class TracesInContainerIT {

    private static final int REQUESTS = 100_000;
    private static final String HOME = "192.0.2.7";
    private static final String AWAY = "198.51.100.7";

    @Inject
    private UsageMeter meter;

    @Inject
    private Traces traces;

    @Inject
    private DayPartitions partitions;

    @Inject
    private Transactions transactions;

    private final UUID merchant = UUID.randomUUID();
    private final UUID key = UUID.randomUUID();
    private final Caller.MerchantKey caller = new Caller.MerchantKey(merchant, false, key, Set.of());

    @Test
    void a_hundred_thousand_requests_are_traced_within_seconds() {
        Instant now = Instant.now();
        Instant lastWeek = now.minus(Duration.ofDays(6)).truncatedTo(ChronoUnit.HOURS);
        for (int hour = 0; hour < 24; hour++) {
            usual(lastWeek.plus(Duration.ofHours(hour)));
        }
        long began = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            boolean thief = i % 10 == 0;
            meter.count(new SeenCall(
                    caller,
                    thief ? "GET /v1/customers" : "GET /v1/payments",
                    i % 100 == 0 ? 404 : 200,
                    thief ? AWAY : HOME));
        }
        long counted = System.nanoTime();

        traces.settle();
        Trace trace = transactions.commit(() -> traces.of(Suspect.ofKey(
                new AffectedPeople.Owner(merchant, false),
                key,
                now.minus(Duration.ofHours(1)),
                Instant.now().plus(1, ChronoUnit.MINUTES))));

        long traced = System.nanoTime();
        System.out.println("figures: incident on a busy key: ran %s of 100000 requests, counted in %s s, traced in %s s"
                .formatted(
                        trace.requests(),
                        Duration.ofNanos(counted - began).toMillis() / 1e3,
                        Duration.ofNanos(traced - counted).toMillis() / 1e3));
        assertThat(trace.requests()).isEqualTo(REQUESTS);
        assertThat(trace.errors()).isEqualTo(REQUESTS / 100);
        assertThat(trace.baselineRequests()).isEqualTo(24 * 5_000_000L);
        assertThat(trace.unusualRequests()).isEqualTo(REQUESTS / 10);
        assertThat(trace.usualRequests()).isEqualTo(REQUESTS - REQUESTS / 10);
        assertThat(trace.networks()).containsOnlyKeys("192.0.2.0/24", "198.51.100.0/24");
        assertThat(trace.calls().get(0).marks()).containsExactly(MarkedCalls.NEW_NETWORK, MarkedCalls.NEW_ROUTE);
        assertThat(trace.unusual()).containsExactly("new network 198.51.100.0/24", "new route GET /v1/customers");
        assertThat(Duration.ofNanos(traced - counted)).isLessThan(Duration.ofSeconds(5));
    }

    /** Five million calls in an hour of the past, from home. */
    private void usual(Instant hour) {
        UUID id = new UUID(hour.toEpochMilli() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());
        partitions.cover("monitoring.usage_hour", id);
        transactions.commit(() -> transactions.sql().update("""
                INSERT INTO monitoring.usage_hour (merchant_id, id, livemode, key_id, route, status, network, at, count)
                VALUES (?, ?, false, ?, 'GET /v1/payments', 200, '192.0.2.0/24', ?, 5000000)\
                """, merchant, id, key, hour));
    }
}
