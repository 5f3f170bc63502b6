package io.counterfoil.app.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two servers' buckets on a real Redis. */
class SharedBucketsTest {

    private static final Quota QUOTA = Quota.of("key", 1_000, Duration.ofHours(1));
    private static final Source KEY = new Source(1, 2);

    private final AtomicInteger alarms = new AtomicInteger();
    private RedisServer server;
    private Server one;
    private Server two;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(RedisServer.isInstalled(), "redis-server is not installed");
        server = RedisServer.start();
        one = new Server(server.url(), alarms);
        two = new Server(server.url(), alarms);
        alarms.set(0);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            one.redis.stop();
            two.redis.stop();
            server.close();
        }
    }

    @Test
    void two_servers_let_through_together_what_one_may() {
        int through = 0;
        boolean more = true;
        while (more && through < 3_000) {
            boolean first = one.buckets.take(KEY, QUOTA).admitted();
            boolean second = two.buckets.take(KEY, QUOTA).admitted();
            through += (first ? 1 : 0) + (second ? 1 : 0);
            more = first || second;
        }
        System.out.println("a quota of 1000, shared by two servers: " + through + " let through");
        assertThat(through).isBetween(1_000, 1_050);
        assertThat(one.buckets.take(KEY, QUOTA).seconds()).isPositive();
        assertThat(one.buckets.take(new Source(1, 3), QUOTA).admitted()).isTrue();
    }

    @Test
    void while_redis_is_gone_each_counts_for_itself_nobody_waits_and_one_alarm_is_raised() throws Exception {
        assertThat(one.buckets.take(KEY, QUOTA).admitted()).isTrue();
        server.kill();

        long slowest = 0;
        for (int i = 0; i < 500; i++) {
            long began = System.nanoTime();
            assertThat(one.buckets.take(KEY, QUOTA).admitted()).isTrue();
            slowest = Math.max(slowest, System.nanoTime() - began);
        }
        System.out.println("Redis gone: slowest of 500 requests " + slowest / 1_000_000 + " ms");
        assertThat(slowest).isLessThan(Duration.ofSeconds(1).toNanos());
        assertThat(one.redis.proxies()).isEmpty();
        one.redis.look();
        one.redis.look();
        assertThat(alarms).hasValue(1);
        assertThat(one.buckets
                        .take(KEY, Quota.of("key", 1, Duration.ofHours(1)))
                        .admitted())
                .isTrue();
        assertThat(one.buckets
                        .take(KEY, Quota.of("key", 1, Duration.ofHours(1)))
                        .admitted())
                .isFalse();

        server.restart();
        await().until(() -> {
            one.redis.look();
            return one.redis.proxies().isPresent();
        });
        assertThat(one.buckets.take(KEY, QUOTA).admitted()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a replica, REPLICAOF 127.0.0.1 1, REPLICAOF NO ONE",
        "full, CONFIG SET maxmemory 1, CONFIG SET maxmemory 0",
        "may not write, ACL SETUSER default resetkeys, ACL SETUSER default allkeys",
        "may not run scripts, ACL SETUSER default -@scripting, ACL SETUSER default +@scripting",
    })
    void a_redis_that_answers_and_takes_no_writes_is_gone_too(String what, String worse, String better)
            throws IOException {
        assertThat(one.buckets.take(KEY, QUOTA).admitted()).isTrue();
        server.tell(worse);

        for (int i = 0; i < 100; i++) {
            assertThat(one.buckets.take(new Source(2, i), QUOTA).admitted()).isTrue();
        }
        assertThat(one.redis.proxies())
                .as("after the first request that it failed")
                .isEmpty();
        one.redis.look();
        one.redis.look();
        assertThat(one.redis.proxies()).as("after it was looked at").isEmpty();
        assertThat(alarms).hasValue(1);

        server.tell(better);
        one.redis.look();
        assertThat(one.redis.proxies()).as("after it takes writes again").isPresent();
        assertThat(one.buckets.take(KEY, QUOTA).admitted()).isTrue();
        assertThat(one.redis.proxies()).isPresent();
    }

    @Test
    void a_redis_whose_password_was_changed_is_gone_too() throws IOException {
        server.tell("CONFIG SET requirepass another", "CLIENT KILL TYPE normal");

        assertThat(one.buckets.take(KEY, QUOTA).admitted()).isTrue();
        await().untilAsserted(() -> {
            one.redis.look();
            assertThat(one.redis.proxies()).isEmpty();
        });
        assertThat(alarms).hasValue(1);
    }

    @Test
    void a_redis_that_was_never_there_raises_an_alarm_and_refuses_nobody() {
        AtomicInteger told = new AtomicInteger();
        SharedRedis nowhere = new SharedRedis(Optional.of(URI.create("redis://127.0.0.1:1")), told::incrementAndGet);
        nowhere.look();
        assertThat(told).hasValue(1);
        assertThat(new SharedBuckets("key", 10, nowhere, new LocalBuckets(10))
                        .take(KEY, QUOTA)
                        .admitted())
                .isTrue();
        nowhere.stop();
    }

    private static final class Server {

        private final SharedRedis redis;
        private final SharedBuckets buckets;

        Server(URI url, AtomicInteger alarms) {
            redis = new SharedRedis(Optional.of(url), alarms::incrementAndGet);
            // the first look of a JVM on a busy machine may take longer than a request may
            await().until(() -> {
                redis.look();
                return redis.proxies().isPresent();
            });
            buckets = new SharedBuckets("key", 100, redis, new LocalBuckets(100));
        }
    }
}
