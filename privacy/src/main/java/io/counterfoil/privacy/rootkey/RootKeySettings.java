package io.counterfoil.privacy.rootkey;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import io.counterfoil.domain.database.DatabaseRefused;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What an operator may set about root keys that aren't files. */
public final class RootKeySettings implements SettingsCatalog {

    static final Setting<Path> PKCS11_LIBRARY = Setting.path(
            "counterfoil.pkcs11.library", "", "The PKCS#11 library of the module that holds the root key.");
    static final Setting<Integer> PKCS11_SLOT =
            Setting.number("counterfoil.pkcs11.slot", 0, Integer.MAX_VALUE, 0, "The slot of its token.");
    static final Setting<String> PKCS11_PIN =
            Setting.text("counterfoil.pkcs11.pin", "text", "", "The user PIN of that token.");
    static final Setting<String> PKCS11_KEY =
            Setting.text("counterfoil.pkcs11.key", "a label", "counterfoil", "The label of the AES key in that token.");

    static final Setting<String> AWS_KEY = Setting.text(
            "counterfoil.aws.kms.key", "the ARN of a symmetric key", "", "The key in AWS KMS that is the root key.");
    static final Setting<URI> AWS_URL =
            uri("counterfoil.aws.kms.url", "", "Where AWS KMS is; by default the endpoint of the key's region.");
    static final Setting<String> AWS_ACCESS_KEY = Setting.text(
            "counterfoil.aws.access.key",
            "an access key id",
            "",
            "The access key that may encrypt and decrypt with it.");
    static final Setting<String> AWS_SECRET_KEY =
            Setting.text("counterfoil.aws.secret.key", "text", "", "The secret of that access key.");
    static final Setting<String> AWS_SESSION_TOKEN = Setting.text(
            "counterfoil.aws.session.token", "text", "", "The session token, where the access key has one.");

    static final Setting<URI> VAULT_URL =
            uri("counterfoil.vault.url", "", "The Vault whose transit engine holds the root key.");
    static final Setting<String> VAULT_TOKEN =
            Setting.text("counterfoil.vault.token", "text", "", "The token that may encrypt and decrypt with it.");
    static final Setting<String> VAULT_KEY = Setting.text(
            "counterfoil.vault.key",
            "a name",
            "counterfoil",
            "The name of the key, of a type that knows associated data.");
    static final Setting<String> VAULT_MOUNT =
            Setting.text("counterfoil.vault.mount", "a path", "transit", "Where the transit engine is mounted.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                PKCS11_LIBRARY,
                PKCS11_SLOT,
                PKCS11_PIN,
                PKCS11_KEY,
                AWS_KEY,
                AWS_URL,
                AWS_ACCESS_KEY,
                AWS_SECRET_KEY,
                AWS_SESSION_TOKEN,
                VAULT_URL,
                VAULT_TOKEN,
                VAULT_KEY,
                VAULT_MOUNT);
    }

    /** A setting without which this place of the root key can't be used. */
    static <T> T demand(Setting<T> setting, ConfigurationSource source) {
        return setting.find(source)
                .orElseThrow(() -> new DatabaseRefused(
                        "The root key can't be reached: set " + setting.variable() + " to " + setting.allowed() + "."));
    }

    /** Keys go over it: nobody may listen. */
    private static Setting<URI> uri(String name, String fallback, String purpose) {
        Setting<URI> plain = Setting.uri(name, "an https URL, or an http one on this host", fallback, purpose);
        return new Setting<>(name, plain.allowed(), fallback, purpose, text -> {
            URI uri = plain.parse().apply(text);
            boolean here = Objects.equals(uri.getHost(), "localhost") || Objects.equals(uri.getHost(), "127.0.0.1");
            if (!Objects.equals(uri.getScheme(), "https") && !(Objects.equals(uri.getScheme(), "http") && here)) {
                throw new IllegalArgumentException(text);
            }
            return uri;
        });
    }
}
