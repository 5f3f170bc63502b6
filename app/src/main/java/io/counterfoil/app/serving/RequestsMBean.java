package io.counterfoil.app.serving;

/** What the launcher, which has class loaders of its own, does when the server is told to stop; in this order. */
public interface RequestsMBean {

    /** The server goes on serving, is not ready any more, and keeps no connection open. */
    void drain();

    /** Whoever comes from now on is told to come again. */
    void refuse();

    /** How many requests have begun and are not answered. */
    int getInHand();
}
