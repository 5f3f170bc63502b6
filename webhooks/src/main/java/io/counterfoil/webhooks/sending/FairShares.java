package io.counterfoil.webhooks.sending;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Shares places out: one each in turn, until all have what they may or nothing is left. Endpoints that fail get half of
 * the places at most, and the last quarter is for those that have next to nothing in flight: so whoever hangs, be it many
 * at once and before anybody has noticed, leaves room for the others.
 */
final class FairShares {

    /** How much an endpoint may have in flight when places run short, or while it fails. */
    static final int FEW = 2;

    private FairShares() {}

    static Map<Queue.Allowance, Integer> of(List<Queue.Allowance> allowances, Places places, int most) {
        List<Queue.Allowance> order = new ArrayList<>(allowances);
        // nobody is always the first
        Collections.rotate(order, ThreadLocalRandom.current().nextInt(order.size() + 1));
        Deque<Queue.Allowance> turn = new ArrayDeque<>(order);
        turn.removeIf(allowance -> allowance.most() < 1);
        Map<Queue.Allowance, Integer> shares = new LinkedHashMap<>();
        int free = places.free();
        int freeForTroubled = places.freeForTroubled();
        int given = 0;
        while (given < most && free > 0 && !turn.isEmpty()) {
            Queue.Allowance next = turn.remove();
            int share = shares.getOrDefault(next, 0);
            boolean tooMuch = free <= places.reserve() && next.inFlight() + share >= FEW;
            boolean tooTroubled = next.troubled() && freeForTroubled < 1;
            // what is barred now is barred for the rest of the round
            if (!tooMuch && !tooTroubled) {
                shares.put(next, share + 1);
                given++;
                free--;
                freeForTroubled -= next.troubled() ? 1 : 0;
                if (share + 1 < next.most()) {
                    turn.add(next);
                }
            }
        }
        return shares;
    }
}
