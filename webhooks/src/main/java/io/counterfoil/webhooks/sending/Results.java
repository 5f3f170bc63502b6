package io.counterfoil.webhooks.sending;

import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.webhooks.delivery.Delivery;
import io.counterfoil.webhooks.delivery.DeliveryRetention;
import io.counterfoil.webhooks.delivery.ResponseBodies;
import io.counterfoil.webhooks.egress.Reply;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns attempts that are over into rows, what receivers answered sealed. */
@Singleton
final class Results {

    private final ResponseBodies bodies;
    private final DeliveryRetention retention;
    private final Sightings sightings;

    @Inject
    Results(ResponseBodies bodies, DeliveryRetention retention, Sightings sightings) {
        this.sightings = sightings;
        this.bodies = bodies;
        this.retention = retention;
    }

    record Result(
            UUID merchant,
            UUID delivery,
            UUID attempt,
            int number,
            Instant at,
            @Nullable Integer statusCode,
            @Nullable String error,
            long durationMs,
            @Nullable String address,
            @Nullable String body,
            @Nullable UUID subject,
            String status,
            long pauseMs) {}

    /** As the ledger writes it. */
    Result of(Finished one) {
        retention.coverAttempt(one.attempt());
        Claimed claimed = one.claimed();
        Verdict verdict = one.verdict();
        if (asksForPause(verdict)) {
            sightings.see(claimed.merchant(), "webhook_throttled", IdKind.WEBHOOK_ENDPOINT.text(claimed.endpoint()));
        }
        Reply.@Nullable Answered answered = one.reply() instanceof Reply.Answered answer ? answer : null;
        return new Result(
                claimed.merchant(),
                claimed.delivery(),
                one.attempt(),
                claimed.attempt(),
                one.at(),
                answered == null ? null : answered.status(),
                one.reply() instanceof Reply.Unanswered unanswered
                        ? unanswered.trouble().name().toLowerCase(Locale.ROOT)
                        : null,
                one.reply().took().toMillis(),
                one.reply().address().orElse(null),
                answered == null || answered.body().length == 0 ? null : sealed(one, answered.body()),
                claimed.customer().orElse(null),
                status(verdict),
                verdict instanceof Verdict.RetryAfter retry ? retry.pause().toMillis() : 0);
    }

    private @Nullable String sealed(Finished one, byte[] body) {
        ResponseBodies.Place place =
                new ResponseBodies.Place(one.claimed().merchant(), one.claimed().customer(), one.attempt());
        return bodies.seal(place, body).map(Base64.getEncoder()::encodeToString).orElse(null);
    }

    private static boolean asksForPause(Verdict verdict) {
        if (verdict instanceof Verdict.RetryAfter retry) {
            return !retry.hold().isZero();
        }
        return verdict instanceof Verdict.Exhausted exhausted
                && !exhausted.hold().isZero();
    }

    private static String status(Verdict verdict) {
        if (verdict instanceof Verdict.Delivered) {
            return Delivery.DELIVERED;
        }
        return verdict instanceof Verdict.RetryAfter ? Delivery.PENDING : Delivery.FAILED;
    }
}
