package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.launcher.LauncherCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the launcher does with the application, which another process would have: here it is the test. */
class DrainTest {

    private static final String TYPE = "Requests";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger inHand = new AtomicInteger(1);
    private final Drain drain = new Drain(Duration.ZERO, line -> {});

    /** As the application's. */
    public interface RequestsMBean {

        void drain();

        void refuse();

        int getInHand();
    }

    private final class Application implements RequestsMBean {

        @Override
        public void drain() {
            heard.add("drain");
        }

        @Override
        public void refuse() {
            heard.add("refuse");
        }

        @Override
        public int getInHand() {
            heard.add("look");
            return inHand.get();
        }
    }

    @AfterEach
    void end() {
        LauncherCalls.answerNoMore(TYPE);
    }

    @Test
    void waits_for_what_is_in_hand_once_nothing_more_begins() {
        LauncherCalls.answer(TYPE, RequestsMBean.class, new Application());

        CompletableFuture<Void> draining = CompletableFuture.runAsync(drain);
        await().until(() -> heard.size() > 4);
        assertThat(draining).isNotDone();
        inHand.set(0);

        await().until(draining::isDone);
        assertThat(heard).startsWith("drain", "refuse", "look").endsWith("look");
    }

    @Test
    void stops_at_once_where_no_application_has_begun() {
        drain.run();

        assertThat(heard).isEmpty();
    }
}
