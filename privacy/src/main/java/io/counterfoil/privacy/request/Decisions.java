package io.counterfoil.privacy.request;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What a person decides about a request. */
@Singleton
public final class Decisions {

    private final Requests requests;
    private final Confidences confidences;
    private final Times times;

    @Inject
    public Decisions(Requests requests, Confidences confidences, Times times) {
        this.requests = requests;
        this.confidences = confidences;
        this.times = times;
    }

    /** Takes more time. */
    public PrivacyRequest extend(PrivacyRequest request, Actor actor, String reason) {
        return requests.change(
                request.key(),
                actor,
                "extended",
                locked -> locked.extend(times.now(), confidences.sealReason(locked, "extension_reason", reason)));
    }

    /** Says no. */
    public PrivacyRequest refuse(PrivacyRequest request, Actor actor, RefusalGround ground, String reason) {
        return requests.change(
                request.key(),
                actor,
                "refused",
                locked -> locked.refuse(times.now(), ground, confidences.sealReason(locked, "refusal_reason", reason)));
    }

    /** Has done what only a person can do. */
    public PrivacyRequest complete(PrivacyRequest request, Actor actor) {
        return requests.complete(request.key(), actor);
    }
}
