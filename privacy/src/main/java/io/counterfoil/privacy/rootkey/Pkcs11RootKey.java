package io.counterfoil.privacy.rootkey;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.secret.RootKeyPlace;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** An AES key in a PKCS#11 token, which never leaves it: AES-256-GCM is computed there (CKM_AES_GCM). */
@Singleton
final class Pkcs11RootKey implements RootKeyPlace {

    private static final int IV_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final ConfigurationSource configuration;
    private final SecureRandom random;
    private @Nullable Provider provider;

    @Inject
    Pkcs11RootKey(ConfigurationSource configuration, SecureRandom random) {
        this.configuration = configuration;
        this.random = random;
    }

    @Override
    public String kind() {
        return "pkcs11";
    }

    /** The key is made by whoever runs the module, so that it can say that it never leaves. */
    @Override
    public void prepare() {
        key(current());
    }

    @Override
    public String current() {
        return RootKeySettings.PKCS11_KEY.in(configuration);
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        byte[] iv = new byte[IV_LENGTH];
        random.nextBytes(iv);
        byte[] wrapped = run(Cipher.ENCRYPT_MODE, current(), iv, key, context);
        return ByteBuffer.allocate(iv.length + wrapped.length)
                .put(iv)
                .put(wrapped)
                .array();
    }

    @Override
    public byte[] unwrap(String name, byte[] wrapped, byte[] context) {
        ByteBuffer bytes = ByteBuffer.wrap(wrapped);
        byte[] iv = new byte[IV_LENGTH];
        bytes.get(iv);
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return run(Cipher.DECRYPT_MODE, name, iv, rest, context);
    }

    private byte[] run(int mode, String name, byte[] iv, byte[] bytes, byte[] context) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider());
            cipher.init(mode, key(name), new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(context);
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException | ProviderException refused) {
            throw new DatabaseRefused("The root key can't be used: the PKCS#11 module refuses with "
                    + refused.getClass().getSimpleName()
                    + ". Check the token, and that its key is the one of this database.");
        }
    }

    private Key key(String name) {
        try {
            KeyStore token = KeyStore.getInstance("PKCS11", provider());
            token.load(
                    null,
                    RootKeySettings.demand(RootKeySettings.PKCS11_PIN, configuration)
                            .toCharArray());
            Key key = token.getKey(name, null);
            if (key == null) {
                throw new DatabaseRefused("The PKCS#11 token has no AES key with the label \"" + name
                        + "\": make one of 32 bytes that can't be extracted, or set COUNTERFOIL_PKCS11_KEY.");
            }
            return key;
        } catch (GeneralSecurityException | IOException | ProviderException refused) {
            throw new DatabaseRefused("The PKCS#11 token does not let this server in: check COUNTERFOIL_PKCS11_SLOT and"
                    + " COUNTERFOIL_PKCS11_PIN.");
        }
    }

    private synchronized Provider provider() {
        Provider configured = provider;
        if (configured == null) {
            String library = RootKeySettings.demand(RootKeySettings.PKCS11_LIBRARY, configuration)
                    .toString();
            int slot = RootKeySettings.PKCS11_SLOT.in(configuration);
            try {
                configured = Security.getProvider("SunPKCS11")
                        .configure("--name=counterfoil\nlibrary=" + library + "\nslot=" + slot + "\n");
            } catch (RuntimeException unusable) {
                throw new DatabaseRefused("The PKCS#11 library " + library + " can't be used: check that it is there, "
                        + "and COUNTERFOIL_PKCS11_SLOT.");
            }
            provider = configured;
        }
        return configured;
    }
}
