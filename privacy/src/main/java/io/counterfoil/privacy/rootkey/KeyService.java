package io.counterfoil.privacy.rootkey;

import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A service that wraps keys, over HTTP with JSON. What it answers is never repeated: it may hold a key. */
final class KeyService {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param name what an operator calls it */
    KeyService(String name) {
        this.name = name;
    }

    /**
     * Sends JSON and reads JSON.
     *
     * @throws DatabaseRefused when it doesn't answer, or refuses
     */
    JsonNode post(URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(PATIENCE).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new DatabaseRefused("The root key can't be used: " + name + " refuses with status "
                        + response.statusCode() + ". Check its key and the rights of this server.");
            }
            return Json.tree(response.body());
        } catch (IOException | Problem unreachable) {
            throw unreachable();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unreachable();
        }
    }

    private DatabaseRefused unreachable() {
        return new DatabaseRefused("The root key can't be reached: " + name
                + " does not answer. Check that it runs and that this server may reach it.");
    }
}
