package io.counterfoil.liberty.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.faults.Database;
import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.webhooks.Receiver.Letter;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A merchant with a backend: its receivers, the endpoints that lead to them, and what became of deliveries. */
final class Shop implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    private final CounterfoilProcess server;
    private final Api api;
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<String> endpoints = new ArrayList<>();

    Shop(CounterfoilProcess server) {
        this.server = server;
        this.api = Api.ofDemoMerchant(server);
    }

    Api api() {
        return api;
    }

    /** The database under the API: pauses pass by an update of their row. */
    Database database() {
        return new Database(server.home());
    }

    Receiver receiver() {
        Receiver receiver = new Receiver();
        receivers.add(receiver);
        return receiver;
    }

    /** An endpoint as the API shows it to who made it. */
    JsonNode endpoint(Receiver receiver, String types) {
        return endpoint(receiver.url(), types);
    }

    JsonNode endpoint(String url, String types) {
        return created("{\"url\":\"%s\",\"event_types\":%s}".formatted(url, types));
    }

    JsonNode created(String wanted) {
        Api.Answer made = api.post("/v1/webhook-endpoints", wanted);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        endpoints.add(made.text("id"));
        return made.json();
    }

    void patch(JsonNode endpoint, String json) {
        Api.Answer changed = api.send(api.request(path(endpoint))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    /** Has a ping sent, and gives the id of its delivery. */
    String ping(JsonNode endpoint) {
        Api.Answer queued = api.post(path(endpoint) + "/test", "");
        assertThat(queued.status()).as(queued.body()).isEqualTo(202);
        return queued.text("id");
    }

    static String path(JsonNode endpoint) {
        return "/v1/webhook-endpoints/" + endpoint.path("id").asString();
    }

    JsonNode delivery(String id) {
        return api.get("/v1/webhook-deliveries/" + id).json();
    }

    /** A delivery once it was tried. */
    JsonNode tried(String id) {
        return await().atMost(SOON)
                .until(() -> delivery(id), shown -> shown.path("attempts").size() > 0);
    }

    void awaitStatus(String id, String status) {
        await().atMost(SOON).until(() -> delivery(id).path("status").asString().equals(status));
    }

    static Letter first(Receiver receiver) {
        return awaitLetters(receiver, 1).get(0);
    }

    /** Waits until a receiver got so many, and gives all that it has. */
    static List<Letter> awaitLetters(Receiver receiver, int count) {
        await().atMost(SOON).until(() -> receiver.letters().size() >= count);
        return receiver.letters();
    }

    @Override
    public void close() {
        endpoints.forEach(id -> api.delete("/v1/webhook-endpoints/" + id));
        receivers.forEach(Receiver::close);
    }
}
