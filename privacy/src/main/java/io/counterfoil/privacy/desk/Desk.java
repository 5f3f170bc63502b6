package io.counterfoil.privacy.desk;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.mail.Postbox;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.link.Links;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.RequestView;
import io.counterfoil.privacy.request.RequestViews;
import io.counterfoil.privacy.request.Requests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;

/** Which requests a caller reaches, and what of them is shown: a merchant its own, in the key's mode; an officer all. */
@Singleton
final class Desk {

    private final Requests requests;
    private final RequestViews views;
    private final Links links;
    private final boolean linksShown;

    @Inject
    Desk(Requests requests, RequestViews views, Links links, Postbox postbox, ConfigurationSource configuration) {
        this.requests = requests;
        this.views = views;
        this.links = links;
        this.linksShown = !postbox.open() && ServerSettings.ENVIRONMENT.in(configuration) == Environment.DEVELOPMENT;
    }

    /**
     * The request that a path names.
     *
     * @throws Problem 404 when there is none, or it is another's
     */
    PrivacyRequest demand(String id, Call call) {
        return requests.findAnywhere(id)
                .filter(request -> reaches(call.caller(), request))
                .orElseThrow(Problem::notFound);
    }

    /** What a caller sees of it. In development without a mail server an operator sees the link that nobody was sent. */
    RequestView view(PrivacyRequest request, Call call) {
        return views(List.of(request), call).get(0);
    }

    List<RequestView> views(List<PrivacyRequest> some, Call call) {
        List<RequestView> shown = views.shown(some, AccessLog.Opener.of(call));
        return IntStream.range(0, some.size())
                .mapToObj(at -> withLink(shown.get(at), some.get(at), call))
                .toList();
    }

    private RequestView withLink(RequestView view, PrivacyRequest request, Call call) {
        return linksShown && call.caller() instanceof Caller.Operator
                ? links.newest(request.key())
                        .map(link -> view.with(links.reveal(link)))
                        .orElse(view)
                : view;
    }

    private static boolean reaches(Caller caller, PrivacyRequest request) {
        return caller instanceof Caller.MerchantKey key
                ? key.merchant().equals(request.key().merchantId()) && key.livemode() == request.livemode()
                : caller instanceof Caller.Operator;
    }
}
