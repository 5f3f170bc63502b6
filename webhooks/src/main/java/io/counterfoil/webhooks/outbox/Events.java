package io.counterfoil.webhooks.outbox;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.PageRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
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

    List<StoredEvent> page(UUID merchant, boolean livemode, PageRequest page) {
        String order = page.backwards() ? "id > :cursor order by id" : "id < :cursor order by id desc";
        return transactions.session(session -> session.createSelectionQuery(
                        "from StoredEvent where merchantId = :merchant and livemode = :livemode and " + order,
                        StoredEvent.class)
                .setParameter("merchant", merchant)
                .setParameter("livemode", livemode)
                .setParameter("cursor", page.cursor())
                .setMaxResults(page.rows())
                .getResultList());
    }
}
