package io.counterfoil.app.serving;

import io.counterfoil.domain.launcher.LauncherCalls;
import io.counterfoil.domain.rest.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests in hand and knows whether more may come. A container that closes its port may cut a connection whose
 * request has just begun, and a payment cut between its claim and its answer makes its client wait for a recovery. So whoever
 * stops the server first lets nothing more begin and waits until nothing is in hand; what is cut then had no effect.
 */
@Singleton
public final class Requests implements RequestsMBean {

    private static final String NAME = "Requests";

    private final AtomicInteger inHand = new AtomicInteger();
    private volatile boolean stopping;
    private volatile boolean refusing;

    /** One more is in hand, until {@link #end()}. */
    public void begin() {
        inHand.incrementAndGet();
    }

    public void end() {
        inHand.decrementAndGet();
    }

    /**
     * Demands that this request may do something; it {@linkplain #begin() has begun}, so that whoever waits for the last one
     * waits for it too.
     *
     * @throws Problem 503 when it may not
     */
    public void demandServing() {
        if (refusing) {
            throw Problem.unavailable("This server is stopping; nothing was done. Send the same request again.");
        }
    }

    /** Whether the server was told to stop: each answer is the last one on its connection. */
    public boolean stopping() {
        return stopping;
    }

    @Override
    public void drain() {
        stopping = true;
    }

    @Override
    public void refuse() {
        stopping = true;
        refusing = true;
    }

    @Override
    public int getInHand() {
        return inHand.get();
    }

    void listen(@Observes Startup startup) {
        LauncherCalls.answer(NAME, RequestsMBean.class, this);
    }

    @PreDestroy
    void listenNoMore() {
        LauncherCalls.answerNoMore(NAME);
    }
}
