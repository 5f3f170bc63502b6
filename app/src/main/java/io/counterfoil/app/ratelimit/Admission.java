package io.counterfoil.app.ratelimit;

import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request on its way in: what it has passed so far, and what it holds until it is answered. */
public final class Admission implements AutoCloseable {

    private static final UUID NOBODY = new UUID(0, 0);

    private final RateLimiter limiter;
    private final Source source;
    private final boolean movesMoney;
    private final List<Verdict> verdicts = new ArrayList<>(3);
    private @Nullable String concurrency;
    private boolean refused;
    private boolean counted;
    private @Nullable KeyState holds;

    Admission(RateLimiter limiter, Source source, boolean movesMoney) {
        this.limiter = limiter;
        this.source = source;
        this.movesMoney = movesMoney;
    }

    /**
     * Passes the address and takes a place in the server.
     *
     * @throws Problem 429 when the address has sent too many, 503 when no place is free
     */
    public void begin() {
        Verdict verdict = note(limiter.ofAddress(source));
        if (!verdict.admitted()) {
            limiter.refusals().refused("address");
            throw Refused.quotaExceeded("address", verdict.seconds());
        }
        if (!limiter.capacity().enter(movesMoney)) {
            limiter.refusals().refused("capacity");
            throw Refused.reducedCapacity();
        }
        counted = true;
    }

    /**
     * Counts a failed authentication against the source. Keys that are good never come here.
     *
     * @throws Problem 429 when there were too many
     */
    public void failedAuthentication() {
        Verdict verdict = note(limiter.ofFailure(source));
        if (!verdict.admitted()) {
            limiter.refusals().refused("authentication");
            throw Refused.quotaExceeded("authentication", verdict.seconds());
        }
    }

    /**
     * Passes the limits of whoever calls.
     *
     * @throws Problem 429 when one of them is used up
     */
    public void identify(Caller caller) {
        if (caller instanceof Caller.MerchantKey key) {
            pass(key.merchant(), key.key());
        } else if (caller instanceof Caller.Operator operator) {
            pass(NOBODY, operator.token());
        } else {
            take(limiter.state(source.asId()), limiter.quotas(NOBODY), NOBODY, NOBODY);
        }
    }

    /** The item list of {@code RateLimit-Policy}. */
    public String policies() {
        StringBuilder header = new StringBuilder(96);
        for (Verdict verdict : verdicts) {
            separated(header).append(verdict.quota().header());
        }
        return concurrency == null
                ? header.toString()
                : separated(header).append(concurrency).toString();
    }

    /**
     * The item list of {@code RateLimit}. Of a refused request it has what refused it alone: {@code Retry-After} is never
     * earlier than a {@code t} beside it.
     */
    public String remaining() {
        if (concurrency != null) {
            return "\"concurrency\";r=0;t=1";
        }
        StringBuilder header = new StringBuilder(80);
        for (Verdict verdict : verdicts) {
            if (verdict.admitted() != refused) {
                verdict.appendTo(separated(header));
            }
        }
        return header.toString();
    }

    @Override
    public void close() {
        if (holds != null) {
            holds.leave();
            holds = null;
        }
        if (counted) {
            limiter.capacity().leave(movesMoney);
            counted = false;
        }
    }

    private void pass(UUID merchant, UUID key) {
        Quotas quotas = limiter.quotas(merchant);
        KeyState state = limiter.state(key);
        long now = System.nanoTime();
        if (state.isImpatient(now)) {
            limiter.refusals().impatient(merchant, key, "key");
        }
        Verdict ofKey = note(limiter.ofKey(key, quotas));
        if (!ofKey.admitted()) {
            state.refused(now, ofKey.seconds());
            limiter.refusals().refused(merchant, key, "key");
            throw Refused.quotaExceeded("key", ofKey.seconds());
        }
        take(state, quotas, merchant, key);
        if (movesMoney && !merchant.equals(NOBODY)) {
            Verdict ofMoney = note(limiter.ofMoney(merchant, quotas));
            if (!ofMoney.admitted()) {
                state.refused(now, ofMoney.seconds());
                limiter.refusals().refused(merchant, key, "money");
                throw Refused.quotaExceeded("money", ofMoney.seconds());
            }
        }
    }

    private void take(KeyState state, Quotas quotas, UUID merchant, UUID key) {
        if (!state.enter(quotas.limits())) {
            concurrency = quotas.concurrency();
            limiter.refusals().refused(merchant, key, "concurrency");
            throw Refused.quotaExceeded("concurrency", 1);
        }
        holds = state;
    }

    private Verdict note(Verdict verdict) {
        verdicts.add(verdict);
        refused |= !verdict.admitted();
        return verdict;
    }

    private static StringBuilder separated(StringBuilder header) {
        return header.isEmpty() ? header : header.append(", ");
    }
}
