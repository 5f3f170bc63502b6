package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.signal.MerchantEvent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who hears of an erasure: the merchant, and whoever audits. */
@Singleton
final class Announcement {

    private final Event<MerchantEvent> news;
    private final Event<AuditedAct> acts;
    private final InstantSource time;

    @Inject
    Announcement(Event<MerchantEvent> news, Event<AuditedAct> acts, InstantSource time) {
        this.news = news;
        this.acts = acts;
        this.time = time;
    }

    /** What the merchant hears. */
    record News(String id, String object, Instant erasedAt) {}

    Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }

    void erased(DataSubject subject, Erased erased, String actor, String address) {
        String customer = IdKind.CUSTOMER.text(subject.customer());
        News data = new News(customer, "customer", erased.at());
        news.fire(new MerchantEvent(
                subject.merchant(),
                subject.livemode(),
                "customer.erased",
                erased.at(),
                data,
                Optional.of(subject.customer())));
        audit(subject, erased, actor, "customer.erased", address);
    }

    /** A restore had brought the person back: the merchant has heard of the erasure at the time. */
    void again(DataSubject subject, Erased erased) {
        audit(subject, erased, "system", "customer.erased_again", "");
    }

    private void audit(DataSubject subject, Erased erased, String actor, String action, String address) {
        Map<String, String> facts = new TreeMap<>();
        erased.destroyed().forEach((column, values) -> facts.put(column, Integer.toString(values)));
        acts.fire(new AuditedAct(
                Optional.of(subject.merchant()),
                actor,
                action,
                IdKind.CUSTOMER.text(subject.customer()),
                "done",
                address,
                facts));
    }
}
