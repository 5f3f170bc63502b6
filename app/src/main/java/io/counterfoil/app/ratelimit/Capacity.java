package io.counterfoil.app.ratelimit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests are being answered. A fifth of the places is kept for calls that move money: the others are turned away
 * before they take it.
 */
final class Capacity {

    private final int places;
    private final int forOthers;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger takenByOthers = new AtomicInteger();

    Capacity(int places) {
        this.places = places;
        this.forOthers = places - places / 5;
    }

    /** Takes a place, if there is one. */
    boolean enter(boolean movesMoney) {
        if (!movesMoney && takenByOthers.incrementAndGet() > forOthers) {
            takenByOthers.decrementAndGet();
            return false;
        }
        if (taken.incrementAndGet() > places) {
            leave(movesMoney);
            return false;
        }
        return true;
    }

    void leave(boolean movesMoney) {
        taken.decrementAndGet();
        if (!movesMoney) {
            takenByOthers.decrementAndGet();
        }
    }
}
