package io.counterfoil.liberty.tls;

import io.counterfoil.liberty.terminal.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collections;

/** A PKCS#12 key store that holds the server's private key and its certificate. */
public record ServerKey(Path file, String password, X509Certificate certificate) {

    /**
     * The operator's own key store.
     *
     * @throws CannotStart when it is missing, can't be opened with this password, holds no key, or its certificate isn't
     *     valid now
     */
    public static ServerKey read(Path file, String password) {
        if (!Files.isReadable(file)) {
            throw new CannotStart("COUNTERFOIL_TLS_KEYSTORE_FILE can't be read: " + file);
        }
        try {
            ServerKey key = open(file, password);
            key.certificate.checkValidity();
            return key;
        } catch (CertificateExpiredException | CertificateNotYetValidException invalid) {
            throw new CannotStart(
                    "the certificate in COUNTERFOIL_TLS_KEYSTORE_FILE is not valid now: " + invalid.getMessage(),
                    invalid);
        } catch (IOException unreadable) {
            throw new CannotStart(
                    unreadable.getCause() instanceof UnrecoverableKeyException
                            ? "COUNTERFOIL_TLS_KEYSTORE_PASSWORD is not the password of " + file
                            : "COUNTERFOIL_TLS_KEYSTORE_FILE is no PKCS#12 key store: " + file,
                    unreadable);
        } catch (GeneralSecurityException unreadable) {
            throw new CannotStart(
                    "COUNTERFOIL_TLS_KEYSTORE_FILE can't be used: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The self-signed one in the home, made if there is none that is valid for this host. */
    public static ServerKey selfSigned(Path directory, String host) {
        return new SelfSigned(directory, host, InstantSource.system()).key();
    }

    static ServerKey open(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, password.toCharArray());
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                store.getKey(alias, password.toCharArray());
                return new ServerKey(file, password, certificate);
            }
        }
        throw new GeneralSecurityException("it holds no private key");
    }

    @Override
    public String toString() {
        return "ServerKey[" + file + "]";
    }
}
