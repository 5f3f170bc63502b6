package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Seals what merchants write about an endpoint: its description, and its headers, which may hold credentials. */
@Singleton
final class SealedText {

    private final PersonalDataVault vault;

    @Inject
    SealedText(PersonalDataVault vault) {
        this.vault = vault;
    }

    void describe(Endpoint endpoint, @Nullable String description) {
        endpoint.description = description == null
                ? null
                : vault.seal(field(endpoint, "description"), description.getBytes(StandardCharsets.UTF_8))
                        .bytes();
    }

    @Nullable
    String description(Endpoint endpoint) {
        return endpoint.description == null
                ? null
                : new String(
                        vault.open(field(endpoint, "description"), new Sealed(endpoint.description)),
                        StandardCharsets.UTF_8);
    }

    void setHeaders(Endpoint endpoint, Map<String, String> headers) {
        endpoint.headers =
                vault.seal(field(endpoint, "headers"), Json.write(headers)).bytes();
    }

    Map<String, String> headers(Endpoint endpoint) {
        Map<String, String> headers = new LinkedHashMap<>();
        Json.tree(vault.open(field(endpoint, "headers"), new Sealed(endpoint.headers)))
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().stringValue()));
        return headers;
    }

    private static Field field(Endpoint endpoint, String column) {
        UUID row = endpoint.id;
        return new Field(endpoint.merchantId, Optional.empty(), "webhook_endpoint." + column, row.toString());
    }
}
