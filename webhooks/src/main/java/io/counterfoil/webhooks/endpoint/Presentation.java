package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.database.MerchantPages;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Page;
import io.counterfoil.domain.rest.PageRequest;
import io.counterfoil.webhooks.signing.Signer;
import io.counterfoil.webhooks.signing.Signers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Endpoints as the API shows them. */
@Singleton
final class Presentation {

    private final SealedText sealed;
    private final Signers signers;
    private final MerchantPages pages;

    @Inject
    Presentation(SealedText sealed, Signers signers, MerchantPages pages) {
        this.sealed = sealed;
        this.signers = signers;
        this.pages = pages;
    }

    Page<Endpoint.View> page(Caller.MerchantKey caller, PageRequest request) {
        Page<Endpoint> page =
                Page.of(request, pages.read(Endpoint.class, caller.merchant(), caller.livemode(), request));
        return new Page<>(page.object(), views(page.data()), page.hasMore());
    }

    List<Endpoint.View> views(Collection<Endpoint> endpoints) {
        Map<UUID, List<Signer>> signing =
                signers.of(endpoints.stream().map(Endpoint::key).toList());
        return endpoints.stream()
                .map(endpoint -> view(
                        endpoint,
                        Objects.requireNonNull(signing.get(endpoint.id)).get(0),
                        false))
                .toList();
    }

    Endpoint.View view(Endpoint endpoint) {
        return views(List.of(endpoint)).get(0);
    }

    Endpoint.View view(Endpoint endpoint, Signer signer, boolean revealing) {
        List<String> headerNames = List.copyOf(sealed.headers(endpoint).keySet());
        return endpoint.view(sealed.description(endpoint), headerNames).with(signer, revealing);
    }
}
