package io.counterfoil.webhooks.outbox;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** All events. */
@Singleton
final class Events {

    private final Transactions transactions;

    @Inject
    Events(Transactions transactions) {
        this.transactions = transactions;
    }

    Optional<StoredEvent> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(session ->
                        Optional.ofNullable(session.get(StoredEvent.class, new MerchantScopedId(merchant, id))))
                .filter(event -> event.livemode() == livemode);
    }
}
