package io.counterfoil.liberty.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The API as one of its callers uses it: with a credential, over TLS. */
public final class Api {

    public static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final String url;
    private final String secret;

    private Api(HttpClient client, String url, String secret) {
        this.client = client;
        this.url = url;
        this.secret = secret;
    }

    /** With the demo merchant's test key. */
    public static Api ofDemoMerchant(CounterfoilProcess server) {
        return new Api(server.client(), server.url(), server.firstRun().get("COUNTERFOIL_TEST_KEY"));
    }

    /** Another server with the same credential. */
    public Api at(CounterfoilProcess other) {
        return new Api(other.client(), other.url(), secret);
    }

    /** What answers there instead, with the same certificate: a balancer. */
    public Api at(String otherUrl) {
        return new Api(client, otherUrl, secret);
    }

    /** With any secret. */
    public static Api of(CounterfoilProcess server, String secret) {
        return new Api(server.client(), server.url(), secret);
    }

    /** The same server with another credential; none where it is empty. */
    public Api with(String otherSecret) {
        return new Api(client, url, otherSecret);
    }

    /** An answer: its status, headers and body, to the byte. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {

        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String text(String member) {
            return json().path(member).asString();
        }

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .findFirst()
                    .orElse("");
        }
    }

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** A PUT of JSON. */
    public Answer put(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A POST of JSON without an Idempotency-Key. */
    public Answer post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A POST of JSON under a key. */
    public Answer post(String path, String key, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A payment of 12.50 EUR under a new key. */
    public Answer pay(String paymentMethod) {
        return pay(newKey(), paymentMethod);
    }

    public Answer pay(String key, String paymentMethod) {
        return post("/v1/payments", key, payment(paymentMethod));
    }

    public static String payment(String paymentMethod) {
        return """
            {"amount":1250,"currency":"EUR","payment_method":"%s","order_reference":"order-1001"}\
            """.formatted(paymentMethod);
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
        return secret.isEmpty() ? builder : builder.header("Authorization", "Bearer " + secret);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.headers().map(),
                    new String(response.body(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
