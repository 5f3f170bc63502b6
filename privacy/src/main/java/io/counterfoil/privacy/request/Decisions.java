package io.counterfoil.privacy.request;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What a person decides about a request. */
@Singleton
public final class Decisions {

    private final Requests requests;
    private final Confidences confidences;
    private final Times times;
    private final Announcements announcements;

    @Inject
    Decisions(Requests requests, Confidences confidences, Times times, Announcements announcements) {
        this.requests = requests;
        this.confidences = confidences;
        this.times = times;
        this.announcements = announcements;
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

    /**
     * Notes in the audit log, inside the running transaction, what was done about a request and changes nothing of it.
     *
     * @param verb such as {@code acknowledged}
     */
    public void note(PrivacyRequest request, Actor actor, String verb) {
        announcements.audit(request, actor, verb);
    }

    /** Has done what only a person can do. */
    public PrivacyRequest complete(PrivacyRequest request, Actor actor) {
        return requests.complete(request.key(), actor);
    }
}
