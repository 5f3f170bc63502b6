package io.counterfoil.privacy.request;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.AccessLog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests as the API and the page show them. */
@Singleton
public final class RequestViews {

    /** GDPR, Articles 12 (4), 77 and 79. */
    static final String COMPLAINT =
            "You may lodge a complaint with a data protection supervisory authority and seek a judicial remedy.";

    private final Confidences confidences;

    private final AccessLog log;

    @Inject
    public RequestViews(Confidences confidences, AccessLog log) {
        this.confidences = confidences;
        this.log = log;
    }

    /** As somebody sees them: reasons that are opened are noted where they are about a customer. */
    public List<RequestView> shown(List<PrivacyRequest> requests, AccessLog.Opener opener) {
        List<RequestView> views = requests.stream().map(this::of).toList();
        List<AccessLog.Opened> opened = new ArrayList<>();
        for (int at = 0; at < views.size(); at++) {
            Set<String> fields = opened(views.get(at));
            requests.get(at).subject().ifPresent(subject -> opened.add(new AccessLog.Opened(subject, fields)));
        }
        log.note(opener, "privacy_request.read", "", opened);
        return views;
    }

    public RequestView shown(PrivacyRequest request, AccessLog.Opener opener) {
        return shown(List.of(request), opener).get(0);
    }

    private static Set<String> opened(RequestView view) {
        Set<String> fields = new HashSet<>();
        if (view.extensionReason() != null) {
            fields.add("request.extension_reason");
        }
        RequestView.Refusal refusal = view.refusal();
        if (refusal != null && refusal.reason() != null) {
            fields.add("request.refusal_reason");
        }
        return fields;
    }

    /** For what notes by itself what it opens. */
    RequestView of(PrivacyRequest request) {
        List<String> customers =
                request.customers().stream().map(IdKind.CUSTOMER::text).toList();
        return new RequestView(
                request.text(),
                "privacy_request",
                request.type,
                request.status,
                IdKind.MERCHANT.text(request.merchantId),
                customers.size() == 1 ? customers.get(0) : null,
                customers,
                request.regime,
                request.origin,
                request.livemode,
                request.receivedAt,
                request.dueAt,
                request.extendedAt,
                confidences
                        .reason(request, "extension_reason", request.extensionReason)
                        .orElse(null),
                request.verifiedAt,
                request.startsAt,
                waitingFor(request),
                request.deferredUntil,
                request.stuckReason,
                refusal(request),
                request.status() == RequestStatus.COMPLETED ? request.endedAt : null,
                request.endedAt,
                null);
    }

    private RequestView.@Nullable Refusal refusal(PrivacyRequest request) {
        return request.refusalGround == null
                ? null
                : new RequestView.Refusal(
                        request.refusalGround,
                        confidences
                                .reason(request, "refusal_reason", request.refusalReason)
                                .orElse(null),
                        COMPLAINT);
    }

    private static @Nullable String waitingFor(PrivacyRequest request) {
        if (!request.status().open()) {
            return null;
        }
        if (!request.verified()) {
            return "verification";
        }
        if (request.status() == RequestStatus.PENDING) {
            return "grace";
        }
        if (request.stuckReason != null) {
            return "retry";
        }
        if (request.deferredUntil != null) {
            return "payments";
        }
        return request.askAt == null ? "person" : "work";
    }
}
