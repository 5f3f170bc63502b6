package io.counterfoil.liberty.tls;

import io.counterfoil.liberty.terminal.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * A PKCS#12 key store that holds the server's private key and its certificate.
 *
 * @param chain the server's own certificate, then those that vouch for it, as far as the key store has them
 */
public record ServerKey(Path file, String password, List<X509Certificate> chain) {

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
            key.certificate().checkValidity();
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
        List<ServerKey> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate) {
                store.getKey(alias, password.toCharArray());
                List<X509Certificate> chain = Arrays.stream(store.getCertificateChain(alias))
                        .map(X509Certificate.class::cast)
                        .toList();
                keys.add(new ServerKey(file, password, chain));
            }
        }
        if (keys.size() != 1) {
            // of several, Liberty would choose one by a rule of its own
            throw new GeneralSecurityException(
                    keys.isEmpty() ? "it holds no private key" : "it holds several private keys");
        }
        return keys.get(0);
    }

    /** The certificate that the server shows. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * Writes what a client has to trust, as PEM: the whole chain, so that a private authority's own certificate is in it.
     *
     * @throws CannotStart when the file can't be written
     */
    public void writeCertificates(Path target) {
        try {
            StringBuilder pem = new StringBuilder();
            for (X509Certificate certificate : chain) {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
            if (Files.exists(target) && Files.readString(target).contentEquals(pem)) {
                return;
            }
            Files.createDirectories(target.getParent());
            Path draft = target.resolveSibling(target.getFileName() + ".new");
            Files.writeString(draft, pem);
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | CertificateEncodingException failed) {
            throw new CannotStart(
                    "the certificate can't be written to %s: %s".formatted(target, failed.getMessage()), failed);
        }
    }

    @Override
    public String toString() {
        return "ServerKey[" + file + "]";
    }
}
