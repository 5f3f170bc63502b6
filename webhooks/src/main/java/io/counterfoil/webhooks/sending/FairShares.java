package io.counterfoil.webhooks.sending;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Shares a capacity out: one each in turn, until all have what they may or nothing is left. */
final class FairShares {

    private FairShares() {}

    static Map<Queue.Allowance, Integer> of(List<Queue.Allowance> allowances, int capacity) {
        List<Queue.Allowance> order = new ArrayList<>(allowances);
        // nobody is always the first
        Collections.rotate(order, ThreadLocalRandom.current().nextInt(order.size() + 1));
        Deque<Queue.Allowance> turn = new ArrayDeque<>(order);
        turn.removeIf(allowance -> allowance.most() < 1);
        Map<Queue.Allowance, Integer> shares = new LinkedHashMap<>();
        for (int left = capacity; left > 0 && !turn.isEmpty(); left--) {
            Queue.Allowance next = turn.remove();
            if (shares.merge(next, 1, Integer::sum) < next.most()) {
                turn.add(next);
            }
        }
        return shares;
    }
}
