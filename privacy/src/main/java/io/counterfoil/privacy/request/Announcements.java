package io.counterfoil.privacy.request;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.signal.AuditedAct;
import io.counterfoil.domain.signal.MerchantEvent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells of each step of a request, inside its transaction: the audit, the merchant, and the slices that act on it. */
@Singleton
final class Announcements {

    private static final String COMPLETED = "completed";

    private final Event<RequestMoved> moved;
    private final Event<AuditedAct> audited;
    private final Event<MerchantEvent> merchants;

    @Inject
    Announcements(Event<RequestMoved> moved, Event<AuditedAct> audited, Event<MerchantEvent> merchants) {
        this.moved = moved;
        this.audited = audited;
        this.merchants = merchants;
    }

    /** What a merchant's endpoints get: ids and facts. */
    record Completed(String privacyRequest, String type, String status, List<String> customers) {}

    /** What changes no request, and is nobody's news: for the audit alone. */
    void audit(PrivacyRequest request, Actor actor, String verb) {
        audited.fire(new AuditedAct(
                Optional.of(request.merchantId),
                actor.name(),
                "privacy_request." + verb,
                request.text(),
                "done",
                actor.address(),
                Map.of("type", request.type, "status", request.status)));
    }

    void tell(PrivacyRequest request, Actor actor, String verb) {
        audit(request, actor, verb);
        moved.fire(new RequestMoved(
                verb,
                request.key(),
                request.livemode,
                request.type(),
                request.origin(),
                request.status(),
                request.verified(),
                request.customers()));
        if (verb.equals(COMPLETED)) {
            merchants.fire(new MerchantEvent(
                    request.merchantId,
                    request.livemode,
                    "privacy_request.completed",
                    request.endedAt().orElseThrow(),
                    new Completed(
                            request.text(),
                            request.type,
                            request.status,
                            request.customers().stream()
                                    .map(IdKind.CUSTOMER::text)
                                    .toList()),
                    request.subject().map(DataSubject::customer)));
        }
    }
}
