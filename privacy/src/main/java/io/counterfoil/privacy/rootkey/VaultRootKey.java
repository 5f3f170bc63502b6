package io.counterfoil.privacy.rootkey;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.secret.RootKeyPlace;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** A key of Vault's transit engine: {@code POST /v1/transit/encrypt/NAME} and {@code …/decrypt/NAME}. */
@Singleton
final class VaultRootKey implements RootKeyPlace {

    private final ConfigurationSource configuration;
    private final KeyService service = new KeyService("Vault");

    @Inject
    VaultRootKey(ConfigurationSource configuration) {
        this.configuration = configuration;
    }

    @Override
    public String kind() {
        return "vault";
    }

    /** The key is made by whoever runs the Vault. */
    @Override
    public void prepare() {}

    @Override
    public String current() {
        return RootKeySettings.VAULT_KEY.in(configuration);
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        return call("encrypt", current(), "plaintext", base64(key), context, "ciphertext")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] unwrap(String name, byte[] wrapped, byte[] context) {
        String ciphertext = new String(wrapped, StandardCharsets.US_ASCII);
        return Base64.getDecoder().decode(call("decrypt", name, "ciphertext", ciphertext, context, "plaintext"));
    }

    private String call(String verb, String key, String given, String value, byte[] context, String wanted) {
        URI vault = RootKeySettings.demand(RootKeySettings.VAULT_URL, configuration);
        String mount = RootKeySettings.VAULT_MOUNT.in(configuration);
        URI url = URI.create(vault.toString().replaceAll("/$", "") + "/v1/" + mount + "/" + verb + "/" + key);
        Map<String, String> headers = Map.of(
                "X-Vault-Token",
                RootKeySettings.demand(RootKeySettings.VAULT_TOKEN, configuration),
                "X-Vault-Request",
                "true");
        byte[] body = Json.write(Map.of(given, value, "associated_data", base64(context)));
        return service.post(url, headers, body).path("data").path(wanted).asString("");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
