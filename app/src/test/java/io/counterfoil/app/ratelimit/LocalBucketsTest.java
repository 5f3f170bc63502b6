package io.counterfoil.app.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalBucketsTest {

    private static final Quota TEN = Quota.of("key", 10, Duration.ofSeconds(10));

    private final AtomicLong nanos = new AtomicLong();
    private final LocalBuckets buckets = new LocalBuckets(1_000, new Clock(nanos));

    @Test
    void a_burst_is_let_through_and_then_as_many_as_come_back() {
        for (int i = 0; i < 10; i++) {
            assertThat(buckets.take(source(1), TEN).admitted()).isTrue();
        }
        assertThat(buckets.take(source(1), TEN)).isEqualTo(new Verdict(TEN, false, 0, 1));

        pass(Duration.ofSeconds(3));
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take(source(1), TEN).admitted()).isTrue();
        }
        assertThat(buckets.take(source(1), TEN).admitted()).isFalse();
    }

    @Test
    void a_refusal_says_how_many_seconds_it_takes_until_there_is_a_token() {
        Quota hourly = Quota.of("key", 1, Duration.ofHours(1));
        buckets.take(source(1), hourly);
        pass(Duration.ofMillis(500));
        assertThat(buckets.take(source(1), hourly).seconds()).isEqualTo(3_600);
        pass(Duration.ofSeconds(3_599));
        assertThat(buckets.take(source(1), hourly).admitted()).isFalse();
        pass(Duration.ofMillis(500));
        assertThat(buckets.take(source(1), hourly).admitted()).isTrue();
    }

    @Test
    void one_source_that_has_used_up_its_own_leaves_others_theirs() {
        while (buckets.take(source(1), TEN).admitted()) {
            // until it is empty
        }
        for (int other = 2; other < 500; other++) {
            assertThat(buckets.take(source(other), TEN).remaining()).isEqualTo(9);
        }
    }

    @Test
    void another_quota_holds_from_the_next_request() {
        while (buckets.take(source(1), TEN).admitted()) {
            // until it is empty
        }
        assertThat(buckets.take(source(1), Quota.of("key", 20, Duration.ofSeconds(10)))
                        .remaining())
                .isEqualTo(19);
    }

    @Test
    void full_buckets_are_forgotten() {
        for (int i = 0; i < 100; i++) {
            buckets.take(source(i), TEN);
        }
        assertThat(buckets.size()).isEqualTo(100);
        pass(Duration.ofSeconds(12));
        assertThat(buckets.size()).isZero();
    }

    @Test
    void a_million_sources_take_bounded_memory() {
        LocalBuckets many = new LocalBuckets(100_000);
        Quota address = Quota.of("address", 10_000, Duration.ofSeconds(10));
        long before = used();
        long began = System.nanoTime();
        for (int i = 0; i < 1_000_000; i++) {
            many.take(source(i), address);
        }
        long nanosEach = (System.nanoTime() - began) / 1_000_000;
        long kept = many.size();
        long bytes = used() - before;
        System.out.println("buckets of 1,000,000 sources: " + kept + " kept, " + bytes / 1_000_000 + " MB, " + nanosEach
                + " ns a request");
        assertThat(kept).isLessThanOrEqualTo(100_000);
        assertThat(bytes).isLessThan(100_000_000);
        assertThat(many.take(source(-1), address).admitted()).isTrue();
    }

    @Test
    void headers_are_structured_fields() {
        Verdict verdict = buckets.take(source(1), TEN);
        assertThat(TEN.header()).isEqualTo("\"key\";q=10;w=10");
        assertThat(verdict.appendTo(new StringBuilder()).toString()).isEqualTo("\"key\";r=9;t=1");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Source source(int low) {
        return new Source(7, low);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record Clock(AtomicLong nanos) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
