package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Asks the server over its own HTTPS port whether it can serve, and tells the operator why not, each reason once. */
final class Readiness {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    private final URI health;
    private final HttpClient client;
    private final Terminal terminal;

    Readiness(String url, X509Certificate certificate, Terminal terminal) {
        this.health = URI.create(url + "/health/ready");
        this.client = HttpClient.newBuilder()
                .sslContext(OwnCertificate.trustedAlone(certificate))
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.terminal = terminal;
    }

    /** Returns when the server is ready, however long that takes: a database that is down may come back. */
    void await() throws InterruptedException {
        String lastReason = "";
        while (true) {
            String reason = "";
            try {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(30)).build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                reason = String.join("; ", reasons(answer.body()));
            } catch (IOException notListeningYet) {
                // asked again below
            }
            if (!reason.isEmpty() && !reason.equals(lastReason)) {
                terminal.say("Not ready: " + reason);
                lastReason = reason;
            }
            Thread.sleep(BETWEEN_QUESTIONS.toMillis());
        }
    }

    /** Each {@code reason} that a check gives in the {@code data} of its answer (MicroProfile Health 4.0, appendix A). */
    static List<String> reasons(String json) {
        List<String> reasons = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals("reason")) {
                    parser.nextToken();
                    reasons.add(parser.getString());
                }
            }
        } catch (JacksonException notFromOurChecks) {
            // Liberty's own pages, before the health feature is up
        }
        return reasons;
    }
}
