package io.counterfoil.privacy.page;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.export.Exports;
import io.counterfoil.privacy.export.StoredExport;
import io.counterfoil.privacy.link.Visits;
import io.counterfoil.privacy.request.Actor;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestStatus;
import io.counterfoil.privacy.request.RequestView;
import io.counterfoil.privacy.request.RequestViews;
import io.counterfoil.privacy.request.Requests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody sees and does who has opened a link. */
@Singleton
final class Visiting {

    private final Visits visits;
    private final Requests requests;
    private final RequestViews views;
    private final Exports exports;
    private final AccessLog log;

    @Inject
    Visiting(Visits visits, Requests requests, RequestViews views, Exports exports, AccessLog log) {
        this.log = log;
        this.visits = visits;
        this.requests = requests;
        this.views = views;
        this.exports = exports;
    }

    /** Where a request stands, for the person: without ids of ours. */
    record State(
            String type,
            String status,
            Instant receivedAt,
            Instant dueAt,
            @Nullable Instant startsAt,
            @Nullable Instant endedAt,
            @Nullable Instant deferredUntil,
            @Nullable String extensionReason,
            RequestView.@Nullable Refusal refusal,
            boolean canBeWithdrawn,
            @Nullable Copy copy) {}

    /** The copy: how large, how many entries, until when, and whether it was fetched. */
    record Copy(long size, int records, Instant expiresAt, boolean fetched) {}

    State state(UUID merchant, String visit, Call call) {
        return state(requests.find(visits.demand(merchant, visit)).orElseThrow(Problem::notFound), call);
    }

    State withdraw(UUID merchant, String visit, Call call) {
        return state(requests.cancel(visits.demand(merchant, visit), Actor.SUBJECT), call);
    }

    /** The copy, once; noted before it is handed out, as any other look. */
    Exports.Content copy(UUID merchant, String visit, Call call) {
        MerchantScopedId key = visits.demand(merchant, visit);
        PrivacyRequest request = requests.find(key).orElseThrow(Problem::notFound);
        StoredExport export = exports.takeOnce(key).orElseThrow(Visiting::gone);
        try {
            Exports.Content content = exports.open(export);
            log.note(
                    AccessLog.Opener.subject(call),
                    "privacy_export.read",
                    request.text(),
                    export.opened(request.livemode()));
            return content;
        } catch (SubjectErased erased) {
            throw gone();
        }
    }

    private State state(PrivacyRequest request, Call call) {
        RequestView view = views.shown(request, AccessLog.Opener.subject(call));
        Optional<StoredExport> export = exports.find(request.key());
        return new State(
                view.type(),
                view.status(),
                view.receivedAt(),
                view.dueAt(),
                view.startsAt(),
                view.endedAt(),
                view.deferredUntil(),
                view.extensionReason(),
                view.refusal(),
                request.status() == RequestStatus.PENDING,
                export.map(copy -> new Copy(copy.size(), copy.records(), copy.expiresAt(), copy.fetched()))
                        .orElse(null));
    }

    private static Problem gone() {
        return new Problem(
                410,
                "copy_gone",
                "The copy is gone",
                "It was fetched before, has expired, or the data were erased. Ask anew.",
                false);
    }
}
