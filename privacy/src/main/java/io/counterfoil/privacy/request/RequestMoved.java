package io.counterfoil.privacy.request;

import io.counterfoil.domain.database.MerchantScopedId;
import java.util.List;
import java.util.UUID;

/**
 * A step was taken with a request; fired inside its transaction.
 *
 * @param verb which one: {@code received}, {@code verified}, {@code started}, {@code extended}, {@code completed} and so on
 */
public record RequestMoved(
        String verb,
        MerchantScopedId key,
        boolean livemode,
        RequestType type,
        Origin origin,
        RequestStatus status,
        boolean verified,
        List<UUID> customers) {

    public RequestMoved {
        customers = List.copyOf(customers);
    }
}
