package io.counterfoil.domain.payment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.id.IdKind;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * Notices an order that is paid again under another key, for the same amount and by the same method, while nobody refused
 * the first: a retry that forgot its key. In the memory of one server, for an hour; what it misses is not named, and the
 * payment waits for nothing.
 */
@Singleton
final class OrderTries {

    private static final int MOST = 50_000;

    private final Sightings sightings;
    private final Cache<Order, Try> orders = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .maximumSize(MOST)
            .build();
    private final Cache<UUID, Boolean> refused = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .maximumSize(MOST)
            .build();

    @Inject
    OrderTries(Sightings sightings) {
        this.sightings = sightings;
    }

    private record Order(
            UUID merchant, boolean livemode, String reference, long amount, String currency, String method) {}

    private record Try(UUID payment, String key) {}

    /** A payment is stored that was not known before. */
    void stored(Payment payment) {
        String reference = payment.orderReference;
        if (reference == null) {
            return;
        }
        Order order = new Order(
                payment.merchantId,
                payment.livemode,
                reference,
                payment.amount,
                payment.currency,
                payment.paymentMethod);
        Try before = orders.asMap().put(order, new Try(payment.id, payment.idempotencyKey));
        if (before != null
                && !before.key().equals(payment.idempotencyKey)
                && refused.getIfPresent(before.payment()) == null) {
            sightings.see(payment.merchantId, "order_under_new_key", IdKind.API_KEY.text(payment.apiKeyId));
        }
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) PaymentChanged change) {
        if (change.kind() == PaymentChanged.Kind.FAILED) {
            refused.put(change.payment(), true);
        }
    }
}
