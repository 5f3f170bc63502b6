package io.counterfoil.domain.database;

import io.counterfoil.domain.rest.PageRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Pages of what belongs to a merchant in one mode. Read along the primary key (merchant_id, id), whose ids are ordered by
 * time; rows of the other mode are skipped on the way.
 */
@Singleton
public final class MerchantPages {

    private final Transactions transactions;

    @Inject
    public MerchantPages(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Reads a page.
     *
     * @param entity keyed by {@link MerchantScopedId}, with a mode
     * @return one row more than the limit, where there are more
     */
    public <T> List<T> read(Class<T> entity, UUID merchant, boolean livemode, PageRequest page) {
        String order = page.backwards() ? "id > :cursor order by id" : "id < :cursor order by id desc";
        String query = "from " + entity.getSimpleName() + " where merchantId = :merchant and livemode = :livemode and "
                + order;
        return transactions.session(session -> session.createSelectionQuery(query, entity)
                .setParameter("merchant", merchant)
                .setParameter("livemode", livemode)
                .setParameter("cursor", page.cursor())
                .setMaxResults(page.rows())
                .getResultList());
    }
}
