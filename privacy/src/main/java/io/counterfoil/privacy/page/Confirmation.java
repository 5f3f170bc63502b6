package io.counterfoil.privacy.page;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.customer.Customers;
import io.counterfoil.privacy.link.LinkKind;
import io.counterfoil.privacy.link.Links;
import io.counterfoil.privacy.link.Visits;
import io.counterfoil.privacy.request.Confidences;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Requests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Somebody opens a link, and so proves to read the address that the request came with. */
@Singleton
final class Confirmation {

    private final Links links;
    private final Visits visits;
    private final Requests requests;
    private final Confidences confidences;
    private final Customers customers;

    @Inject
    Confirmation(Links links, Visits visits, Requests requests, Confidences confidences, Customers customers) {
        this.links = links;
        this.visits = visits;
        this.requests = requests;
        this.confidences = confidences;
        this.customers = customers;
    }

    /** Opens a link and begins a visit to the request that it leads to. */
    String open(UUID merchant, String link, Call call) {
        Links.Opened opened = links.open(merchant, link);
        if (opened.kind() == LinkKind.CONFIRM) {
            confirm(opened.request(), AccessLog.Opener.subject(call));
        }
        return visits.begin(opened.request());
    }

    /** From here on it is about whoever has that address with the merchant: several, one, or nobody. */
    private void confirm(MerchantScopedId key, AccessLog.Opener opener) {
        PrivacyRequest request = requests.find(key).orElseThrow(Problem::notFound);
        if (request.status().open() && !request.verified()) {
            List<UUID> whose = request.customers().isEmpty() ? withAddressOf(request, opener) : request.customers();
            requests.verify(key, whose);
        }
    }

    private List<UUID> withAddressOf(PrivacyRequest request, AccessLog.Opener opener) {
        List<UUID> found = confidences
                .email(request)
                .map(email -> customers.withEmail(request.key().merchantId(), request.livemode(), email).stream()
                        .map(DataSubject::customer)
                        .toList())
                .orElse(List.of());
        confidences.note(request, found, opener, "privacy_request.verify", Set.of("request.email"));
        return found;
    }
}
