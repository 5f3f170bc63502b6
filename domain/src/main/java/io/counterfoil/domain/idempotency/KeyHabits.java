package io.counterfoil.domain.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Watches how clients use their keys, once their calls are answered: counts in memory, about the client and never about the
 * key that it sent.
 */
@Singleton
public final class KeyHabits {

    static final String SENT = "idempotency_key";
    static final String WEAK = "idempotency_key_weak";
    static final String MISMATCH = "idempotency_key_mismatch";
    static final String REPLAYED = "idempotent_replay";
    static final String CHARGE_SAVED = "idempotent_charge_saved";
    static final String IN_FLIGHT = "idempotency_key_in_flight";

    private final Sightings sightings;

    /** The last key of each client: one that is nearly the same was counted up, not drawn. */
    private final Cache<UUID, String> last =
            Caffeine.newBuilder().maximumSize(10_000).build();

    @Inject
    public KeyHabits(Sightings sightings) {
        this.sightings = sightings;
    }

    /**
     * Takes note of a call that was answered.
     *
     * @param code of the problem that it was answered with, if it was one
     * @param movesMoney whether it would have charged or refunded somebody
     */
    public void answered(Call call, int status, Optional<String> code, boolean replayed, boolean movesMoney) {
        if (call.idempotencyKeys().isEmpty() || !(call.caller() instanceof Caller.MerchantKey client)) {
            return;
        }
        read(call).ifPresent(key -> {
            String id = IdKind.API_KEY.text(client.key());
            see(client, SENT, id);
            String before = last.asMap().put(client.key(), key.value());
            boolean retry = replayed || key.value().equals(before);
            if (!retry && KeyStrength.weak(key.value(), Optional.ofNullable(before))) {
                see(client, WEAK, id);
            }
            if (replayed) {
                see(client, REPLAYED, id);
            }
            if (replayed && movesMoney && status < 300) {
                see(client, CHARGE_SAVED, id);
            }
            code.filter("idempotency_key_reused"::equals).ifPresent(reused -> see(client, MISMATCH, id));
            code.filter("idempotency_in_flight"::equals).ifPresent(busy -> see(client, IN_FLIGHT, id));
        });
    }

    private void see(Caller.MerchantKey client, String what, String id) {
        sightings.see(client.merchant(), what, id);
    }

    private static Optional<IdempotencyKey> read(Call call) {
        try {
            return IdempotencyKey.parse(call.idempotencyKeys());
        } catch (Problem unreadable) {
            return Optional.empty();
        }
    }
}
