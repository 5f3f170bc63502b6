package io.counterfoil.domain.ratelimit;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What each merchant may call. Few merchants have limits of their own: all of those are in memory, read anew every two
 * seconds, so that no request asks the database.
 */
@Singleton
public final class MerchantLimits {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Transactions transactions;
    private final InstantSource time;
    private final Event<AuditedAct> acts;
    private final Limits standard;
    private volatile Map<UUID, Limits> special = Map.of();

    @Inject
    public MerchantLimits(
            Transactions transactions, InstantSource time, Event<AuditedAct> acts, ConfigurationSource configuration) {
        this.transactions = transactions;
        this.time = time;
        this.acts = acts;
        this.standard = Limits.scaled(RateLimitSettings.FACTOR.in(configuration));
    }

    /** What a merchant may call. */
    public Limits of(UUID merchant) {
        return special.getOrDefault(merchant, standard);
    }

    /** What holds for whoever has no limits of their own. */
    public Limits standard() {
        return standard;
    }

    Limits set(UUID merchant, SetLimits wanted, Actor actor) {
        transactions.session(session -> {
            session.upsert(new MerchantLimit(merchant, wanted, time.instant()));
            acts.fire(actor.did(merchant, "merchant_limits.changed", IdKind.MERCHANT.text(merchant), wanted.facts()));
            return merchant;
        });
        refresh();
        return of(merchant);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(FRESH, "merchant limits", this::refresh);
    }

    private void refresh() {
        special = transactions.session(session ->
                session.createSelectionQuery("from MerchantLimit", MerchantLimit.class).getResultList().stream()
                        .collect(Collectors.toMap(MerchantLimit::merchant, limit -> limit.over(standard))));
    }
}
