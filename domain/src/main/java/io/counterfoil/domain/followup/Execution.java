package io.counterfoil.domain.followup;

import io.counterfoil.domain.idempotency.Answer;
import io.counterfoil.domain.idempotency.Keyed;
import io.counterfoil.domain.processor.Outcome;
import io.counterfoil.domain.recovery.Pace;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One follow-up, from request to answer: store and claim, then tell the processor outside any transaction, then the end. */
@Singleton
final class Execution {

    private final FollowUps followUps;
    private final Beginnings beginnings;
    private final Completions completions;
    private final Truth truth;
    private final InstantSource time;

    @Inject
    Execution(FollowUps followUps, Beginnings beginnings, Completions completions, Truth truth, InstantSource time) {
        this.followUps = followUps;
        this.beginnings = beginnings;
        this.completions = completions;
        this.truth = truth;
        this.time = time;
    }

    /**
     * Carries a request out, once for its key.
     *
     * @return 200 or 201, 402, or 202 while nobody knows
     */
    Answer carryOut(Request request, Keyed keyed) {
        return followUps.unfinished().attend(keyed.merchant(), request.id(), () -> carryOutOnce(request, keyed));
    }

    private Answer carryOutOnce(Request request, Keyed keyed) {
        Beginnings.Beginning beginning = beginnings.begin(request, keyed);
        if (beginning instanceof Beginnings.Ended ended) {
            return ended.answer();
        }
        if (beginning instanceof Beginnings.Pending) {
            return truth.of(keyed, request.payment());
        }
        Beginnings.Begun begun = (Beginnings.Begun) beginning;
        Outcome outcome = callInTime(begun);
        Optional<Answer> answer = Optional.empty();
        if (outcome instanceof Outcome.Known known) {
            answer = completions.complete(begun.followUp(), keyed, known);
        } else {
            completions.postpone(begun.followUp(), keyed, Pace.FIRST_LOOK);
        }
        return answer.orElseGet(() -> truth.of(keyed, request.payment()));
    }

    /** Where storing took so long that the call could outlast the lease, it isn't made: recovery finds out. */
    private Outcome callInTime(Beginnings.Begun begun) {
        Instant latest = begun.followUp().callOver().minus(begun.processor().timeLimit());
        return time.instant().isBefore(latest)
                ? begun.processor().carryOut(begun.followUp().instruction(begun.payment()))
                : new Outcome.Unknown();
    }
}
