package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A merchant with two keys: one that is leaked, and a spare one; and an operator who takes the steps of the plan. */
final class LeakyShop {

    static final List<String> STEPS = List.of("revoke-keys", "notify", "review-logs", "document");

    private final Api operator;
    private final String id;
    private final Api spare;
    private final String keyId;
    private final Api leaked;

    private LeakyShop(Api operator) {
        this.operator = operator;
        this.id = operator.post("/v1/merchants", "{\"name\":\"Leaky shop\"}").text("id");
        this.spare = operator.with(key("").text("secret"));
        Api.Answer other = key("");
        this.keyId = other.text("id");
        this.leaked = operator.with(other.text("secret"));
    }

    static LeakyShop of(Api operator) {
        return new LeakyShop(operator);
    }

    String id() {
        return id;
    }

    Api spare() {
        return spare;
    }

    String keyId() {
        return keyId;
    }

    Api leaked() {
        return leaked;
    }

    /** Opens an incident about what these members name. */
    Api.Answer open(String members) {
        return operator.post("/v1/incidents", "{" + members + ",\"summary\":\"Seen in a chat\"}");
    }

    /** Takes a step and gives what came of it. */
    JsonNode step(String path, String step) {
        Api.Answer answer = operator.post(path + "/actions/" + step, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("steps").spliterator(), false)
                .filter(taken -> taken.path("step").asString().equals(step.replace('-', '_')))
                .findFirst()
                .orElseThrow()
                .path("result");
    }

    Api.Answer key(String members) {
        Api.Answer made =
                operator.post("/v1/api-keys", "{\"name\":\"backend\",\"merchant\":\"%s\"%s}".formatted(id, members));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    Api.Answer token(String... roles) {
        return operator.post(
                "/v1/operator-tokens", "{\"name\":\"x\",\"roles\":[\"%s\"]}".formatted(String.join("\",\"", roles)));
    }

    /** What the merchant was told of incidents; asked with a new key, whatever became of the others. */
    List<JsonNode> events() {
        return events(operator.with(key("").text("secret")));
    }

    static List<JsonNode> events(Api reader) {
        return StreamSupport.stream(
                        reader.get("/v1/events?limit=100").json().path("data").spliterator(), false)
                .filter(event -> event.path("type").asString().equals("incident.opened"))
                .map(event -> event.path("data"))
                .toList();
    }

    /** How many alerts there are about an incident. */
    long told(String incident) {
        return StreamSupport.stream(
                        operator.get("/v1/alerts?rule=incident_opened&limit=100")
                                .json()
                                .path("data")
                                .spliterator(),
                        false)
                .filter(alert -> alert.path("subject").asString().equals(incident))
                .mapToLong(alert -> alert.path("count").asLong())
                .sum();
    }

    List<String> acts(String incident) {
        return StreamSupport.stream(
                        operator.get("/v1/audit-log?limit=100&object=" + incident)
                                .json()
                                .path("data")
                                .spliterator(),
                        false)
                .map(act -> act.path("action").asString())
                .toList();
    }
}
