package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Asks the server over its own HTTPS port whether it can serve, and tells the operator why not, each reason once. */
final class Readiness {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    /** A reason that goes away by itself within a second is no news. */
    private static final int QUESTIONS_BEFORE_NEWS = 5;

    private static final int PATIENCE_MILLIS = 30_000;

    private final URI health;
    private final SSLSocketFactory sockets;
    private final Terminal terminal;

    Readiness(String url, X509Certificate certificate, Terminal terminal) {
        this.health = URI.create(url + "/health/ready");
        this.sockets = OwnCertificate.trustedAlone(certificate).getSocketFactory();
        this.terminal = terminal;
    }

    /**
     * Returns when the server is ready, however long that takes: a database that is down may come back.
     *
     * @throws CannotStart when the server says that waiting is of no use
     */
    void await() throws InterruptedException {
        String reason = "";
        int heard = 0;
        while (true) {
            Optional<String> news = ask();
            if (news.isEmpty()) {
                return;
            }
            heard = news.get().equals(reason) ? heard + 1 : 0;
            reason = news.get();
            if (heard == QUESTIONS_BEFORE_NEWS && !reason.isEmpty()) {
                terminal.say("Not ready: " + reason);
            }
            Thread.sleep(BETWEEN_QUESTIONS.toMillis());
        }
    }

    /**
     * Nothing when it is ready; otherwise why not, as far as it says. On a connection of its own each time: one that is kept
     * would be waited for when the server stops.
     */
    private Optional<String> ask() {
        try {
            HttpsURLConnection connection = (HttpsURLConnection) health.toURL().openConnection(Proxy.NO_PROXY);
            connection.setSSLSocketFactory(sockets);
            // The certificate is compared as a whole, see OwnCertificate.
            connection.setHostnameVerifier((host, session) -> true);
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setRequestProperty("Connection", "close");
            if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
                return Optional.empty();
            }
            try (InputStream body = connection.getErrorStream()) {
                String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                said("refused", text).stream().findFirst().ifPresent(refused -> {
                    throw new CannotStart(refused);
                });
                return Optional.of(String.join("; ", said("reason", text)));
            }
        } catch (IOException notListeningYet) {
            return Optional.of("");
        }
    }

    /** Each value of this name that a check gives in the {@code data} of its answer (MicroProfile Health 4.0, appendix A). */
    static List<String> said(String name, String json) {
        List<String> said = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals(name)) {
                    parser.nextToken();
                    said.add(parser.getString());
                }
            }
        } catch (JacksonException notFromOurChecks) {
            // Liberty's own pages, before the health feature is up
        }
        return said;
    }
}
