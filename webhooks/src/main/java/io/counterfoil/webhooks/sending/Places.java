package io.counterfoil.webhooks.sending;

/**
 * The places that one server has for deliveries in flight.
 *
 * @param troubled how many of them are taken by endpoints whose last attempts failed
 */
record Places(int all, int free, int troubled) {

    private static final int RESERVED = 4;

    /** The last of them, for endpoints that have next to nothing in flight. */
    int reserve() {
        return all / RESERVED;
    }

    /** How many more may go to endpoints that fail. */
    int freeForTroubled() {
        return Math.max(1, all / 2) - troubled;
    }
}
