package io.counterfoil.privacy.request;

import io.counterfoil.domain.id.IdKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as the API and the page show them. */
@Singleton
public final class RequestViews {

    /** GDPR, Articles 12 (4), 77 and 79. */
    static final String COMPLAINT =
            "You may lodge a complaint with a data protection supervisory authority and seek a judicial remedy.";

    private final Confidences confidences;

    @Inject
    public RequestViews(Confidences confidences) {
        this.confidences = confidences;
    }

    public RequestView of(PrivacyRequest request) {
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
