package io.counterfoil.app.transport;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Looks from outside at the certificate that clients are shown, whichever key store it is from: calls the server's own port,
 * reads the certificate, and hangs up. Nothing is sent, so nothing needs to be trusted.
 */
@Singleton
final class ShownCertificate {

    static final String SEEN = "certificate";

    private static final Logger LOG = Logger.getLogger(ShownCertificate.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final int PATIENCE_MILLIS = 5_000;

    private final Sightings sightings;
    private final InstantSource time;
    private final String host;
    private final int port;
    private volatile Instant looked = Instant.EPOCH;

    @Inject
    ShownCertificate(Sightings sightings, InstantSource time, ConfigurationSource configuration) {
        this.sightings = sightings;
        this.time = time;
        this.host = ServerSettings.HOST.in(configuration);
        this.port = ServerSettings.HTTPS_PORT.in(configuration);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "certificate", this::look);
    }

    private void look() {
        if (looked.plus(FRESH).isAfter(time.instant())) {
            return;
        }
        try {
            shown().ifPresent(certificate -> {
                sightings.see(SEEN, certificate.getNotAfter().toInstant().toString());
                looked = time.instant();
            });
        } catch (IOException | GeneralSecurityException notUpYet) {
            LOG.log(Level.FINE, "the server's own port does not answer yet", notUpYet);
        }
    }

    private Optional<X509Certificate> shown() throws IOException, GeneralSecurityException {
        Reader reader = new Reader();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {reader}, null);
        InetAddress address = InetAddress.getByName(host);
        InetAddress reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        try (Socket plain = new Socket()) {
            plain.setSoTimeout(PATIENCE_MILLIS);
            plain.connect(new InetSocketAddress(reachable, port), PATIENCE_MILLIS);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                socket.startHandshake();
            }
        }
        return Optional.ofNullable(reader.shown);
    }

    /** Reads and trusts nobody further: the connection ends with the handshake. */
    private static final class Reader implements X509TrustManager {

        private volatile @Nullable X509Certificate shown;

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            shown = chain[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("nobody calls here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
