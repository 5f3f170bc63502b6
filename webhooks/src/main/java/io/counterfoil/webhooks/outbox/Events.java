package io.counterfoil.webhooks.outbox;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.PageRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.SelectionQuery;

/** All events. */
@Singleton
final class Events {

    private final Transactions transactions;

    @Inject
    Events(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Primary key event_pkey backwards, in the partitions of the time that is wanted. */
    List<StoredEvent> page(UUID merchant, boolean livemode, EventFilter filter, PageRequest page) {
        String types = filter.types().isEmpty() ? "" : " and type in :types";
        String order = page.backwards() ? "id > :cursor order by id" : "id < :cursor order by id desc";
        return transactions.session(session -> {
            SelectionQuery<StoredEvent> query = session.createSelectionQuery(
                            "from StoredEvent where merchantId = :merchant and livemode = :livemode"
                                    + " and id >= :first and id < :end and createdAt >= :from and createdAt < :to"
                                    + types + " and " + order,
                            StoredEvent.class)
                    .setParameter("merchant", merchant)
                    .setParameter("livemode", livemode)
                    .setParameter("first", filter.firstId())
                    .setParameter("end", filter.endId())
                    .setParameter("from", filter.from())
                    .setParameter("to", filter.to())
                    .setParameter("cursor", page.cursor())
                    .setMaxResults(page.rows());
            if (!filter.types().isEmpty()) {
                query.setParameter("types", filter.types());
            }
            return query.getResultList();
        });
    }

    Optional<StoredEvent> find(UUID merchant, boolean livemode, UUID id) {
        return transactions
                .session(session ->
                        Optional.ofNullable(session.get(StoredEvent.class, new MerchantScopedId(merchant, id))))
                .filter(event -> event.livemode() == livemode);
    }
}
