package io.counterfoil.monitoring.alertchannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels that hang, and others beside them. */
class SharesTest {

    private static final long PATIENCE_SECONDS = 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final UUID hanging = UUID.randomUUID();

    @AfterEach
    void end() {
        answered.countDown();
        threads.shutdownNow();
    }

    @Test
    void one_that_hangs_holds_up_none_of_the_others() throws InterruptedException {
        Shares shares = new Shares(threads, 3);
        CountDownLatch told = new CountDownLatch(2);
        assertThat(shares.begin(hanging, this::hang)).isTrue();

        assertThat(shares.begin(UUID.randomUUID(), told::countDown)).isTrue();
        assertThat(shares.begin(UUID.randomUUID(), told::countDown)).isTrue();

        assertThat(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(answered.getCount()).isEqualTo(1);
    }

    @Test
    void one_channel_is_never_told_two_things_at_once() throws InterruptedException {
        Shares shares = new Shares(threads, 3);
        assertThat(shares.begin(hanging, this::hang)).isTrue();
        assertThat(shares.begin(hanging, this::hang)).isFalse();

        answered.countDown();
        CountDownLatch again = new CountDownLatch(1);
        while (!shares.begin(hanging, again::countDown)) {
            Thread.onSpinWait();
        }
        assertThat(again.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void so_many_at_once_and_no_more() {
        Shares shares = new Shares(threads, 2);
        assertThat(shares.begin(hanging, this::hang)).isTrue();
        assertThat(shares.begin(UUID.randomUUID(), this::hang)).isTrue();

        assertThat(shares.begin(UUID.randomUUID(), this::hang)).isFalse();
    }

    @Test
    void what_fails_is_told_once_and_gives_its_share_back() {
        Shares shares = new Shares(Runnable::run, 1);
        shares.begin(hanging, () -> {
            throw new IllegalStateException("broken by this test");
        });

        assertThat(shares.failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessage("broken by this test"));
        assertThat(shares.failure()).isEmpty();
        assertThat(shares.begin(hanging, () -> {})).isTrue();
    }

    @Test
    void where_no_thread_is_left_the_share_is_given_back() {
        Shares shares = new Shares(
                work -> {
                    if (answered.getCount() > 0) {
                        throw new RejectedExecutionException("no thread is left");
                    }
                    work.run();
                },
                1);
        assertThatThrownBy(() -> shares.begin(hanging, () -> {})).isInstanceOf(RejectedExecutionException.class);

        answered.countDown();

        assertThat(shares.begin(hanging, () -> {})).isTrue();
    }

    private void hang() {
        try {
            answered.await();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
