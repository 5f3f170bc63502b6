package io.counterfoil.domain.secret;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.util.List;
import java.util.Locale;

/** What an operator may set about the root key. */
public final class SecretSettings implements SettingsCatalog {

    /** Where the root key may live. */
    enum Kind {
        FILE,
        PKCS11,
        AWS_KMS,
        VAULT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Setting<Kind> ROOT_KEY = Setting.choice(
            "counterfoil.root.key",
            Kind.class,
            Kind.FILE,
            "Where the root key lives that wraps the others: a file, a PKCS#11 module, AWS KMS, Vault's transit"
                    + " engine.");

    /** Whether the root key is a file. */
    public static boolean inFile(ConfigurationSource source) {
        return ROOT_KEY.in(source) == Kind.FILE;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(ROOT_KEY);
    }
}
