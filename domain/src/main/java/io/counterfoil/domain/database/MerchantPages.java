package io.counterfoil.domain.database;

import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.rest.Whose;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.SelectionQuery;

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
        return read(entity, new Whose(Optional.of(merchant), Optional.of(livemode)), page);
    }

    /** As above; over all merchants along the ids alone, where none is named. */
    public <T> List<T> read(Class<T> entity, Whose whose, PageRequest page) {
        String query = "from " + entity.getSimpleName() + " where "
                + whose.merchant().map(id -> "merchantId = :merchant and ").orElse("")
                + whose.livemode().map(mode -> "livemode = :livemode and ").orElse("")
                + (page.backwards() ? "id > :cursor order by id" : "id < :cursor order by id desc");
        return transactions.session(session -> {
            SelectionQuery<T> rows = session.createSelectionQuery(query, entity)
                    .setParameter("cursor", page.cursor())
                    .setMaxResults(page.rows());
            whose.merchant().ifPresent(id -> rows.setParameter("merchant", id));
            whose.livemode().ifPresent(mode -> rows.setParameter("livemode", mode));
            return rows.getResultList();
        });
    }
}
