package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.plainport.PlainPort;
import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.tls.ServerKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** Asks the server's own HTTPS port for its health, for those who may ask over plain HTTP. */
final class HealthProbe implements PlainPort.Probe {

    private static final int PATIENCE_MILLIS = 3_000;
    private static final int LARGEST = 64 * 1024;
    private static final PlainPort.Health SILENT = new PlainPort.Health(503, new byte[0]);
    private static final Set<String> PATHS = Set.of("/health", "/health/live", "/health/ready", "/health/started");

    private final String url;
    private final Supplier<ServerKey> key;
    private volatile SSLSocketFactory sockets;

    HealthProbe(String url, Supplier<ServerKey> key) {
        this.url = url;
        this.key = key;
        this.sockets = trusting(key.get());
    }

    @Override
    public Optional<PlainPort.Health> ask(String path) {
        return PATHS.contains(path) ? Optional.of(health(path)) : Optional.empty();
    }

    private PlainPort.Health health(String path) {
        try {
            return fetch(path);
        } catch (SSLException renewed) {
            try {
                sockets = trusting(key.get());
                return fetch(path);
            } catch (IOException | CannotStart silent) {
                return SILENT;
            }
        } catch (IOException silent) {
            return SILENT;
        }
    }

    private PlainPort.Health fetch(String path) throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection) URI.create(url + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(sockets);
        // The certificate is compared as a whole, see OwnCertificate.
        connection.setHostnameVerifier((host, session) -> true);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty("Connection", "close");
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new PlainPort.Health(
                    status == 200 ? 200 : 503, body == null ? new byte[0] : body.readNBytes(LARGEST));
        }
    }

    private static SSLSocketFactory trusting(ServerKey key) {
        return OwnCertificate.trustedAlone(key.certificate()).getSocketFactory();
    }
}
