package io.counterfoil.domain.merchant;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.domain.signal.Actor;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All merchants. */
@Singleton
public final class Merchants {

    private final Transactions transactions;
    private final Ids ids;
    private final InstantSource time;
    private final Event<Object> events;

    @Inject
    public Merchants(Transactions transactions, Ids ids, InstantSource time, Event<Object> events) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
        this.events = events;
    }

    /** Makes a merchant, in the running transaction or in one of its own; what it needs is made with it. */
    public Merchant create(String name, Actor actor) {
        return transactions.session(session -> {
            Merchant merchant = new Merchant(ids.next(), name, time.instant());
            session.insert(merchant);
            events.fire(new MerchantCreated(merchant.id()));
            events.fire(actor.did(merchant.id(), "merchant.created", IdKind.MERCHANT.text(merchant.id()), Map.of()));
            return merchant;
        });
    }

    /** Whether there is such a merchant. */
    public boolean exists(UUID id) {
        return transactions.session(session -> session.get(Merchant.class, id) != null);
    }

    /** The merchant, where there is one only. */
    public Optional<UUID> only() {
        List<UUID> some = transactions.session(
                session -> session.createSelectionQuery("select id from Merchant order by id", UUID.class)
                        .setMaxResults(2)
                        .getResultList());
        return some.size() == 1 ? Optional.of(some.get(0)) : Optional.empty();
    }

    /** What a merchant is called; it must be there. */
    public String name(UUID id) {
        return transactions.session(session -> session.get(Merchant.class, id)).name();
    }

    List<Merchant> page(PageRequest page) {
        return transactions.session(session -> session.createSelectionQuery(
                        page.backwards()
                                ? "from Merchant where id > :cursor order by id"
                                : "from Merchant where id < :cursor order by id desc",
                        Merchant.class)
                .setParameter("cursor", page.cursor())
                .setMaxResults(page.rows())
                .getResultList());
    }
}
