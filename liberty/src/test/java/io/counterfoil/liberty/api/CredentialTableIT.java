package io.counterfoil.liberty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The credential table of the contract, cell by cell over HTTP: every call of openapi.yaml with every kind of credential. What
 * a credential lets through then fails for want of an object or of a body that can be read, so nothing is changed.
 */
@ExtendWith(SharedServer.class)
class CredentialTableIT {

    private static final Path TABLE = Path.of("../app/src/test/resources/credential-table.txt");
    private static final Path CALLS = Path.of("../app/src/main/resources/META-INF/openapi.yaml");

    private final Api operator;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Api> callers = new LinkedHashMap<>();

    CredentialTableIT(Api api, CounterfoilProcess server) {
        operator = api.with(server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN"));
        String merchant = operator.post("/v1/merchants", "{\"name\":\"Table\"}").text("id");
        Api.Answer key = operator.post("/v1/api-keys", "{\"name\":\"all\",\"merchant\":\"%s\"}".formatted(merchant));
        callers.put("merchant", api.with(key.text("secret")));
        for (String role : List.of("operator", "auditor", "privacy_officer")) {
            Api.Answer token =
                    operator.post("/v1/operator-tokens", "{\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(role, role));
            tokens.add(token.text("id"));
            callers.put(role, api.with(token.text("secret")));
        }
        callers.put("nobody", api.with(""));
    }

    /** The next who looks finds one operator, as this one did. */
    @AfterEach
    void revoke() {
        tokens.forEach(token -> operator.delete("/v1/operator-tokens/" + token));
    }

    private record Row(String methods, String path, Set<String> who) {

        static Row parse(String line) {
            String[] words = line.strip().split("\\s+");
            return new Row(words[0], words[1], Set.of(Arrays.copyOfRange(words, 2, words.length)));
        }

        boolean fits(Call call) {
            return (methods.equals("*") || methods.equals(call.method()))
                    && (call.path().equals(path) || call.path().startsWith(path + "/"));
        }
    }

    private record Call(String method, String path) {

        Api.Answer by(Api caller) {
            var request = caller.request(path.replaceAll("\\{\\w+}", "x"));
            if (method.equals("GET") || method.equals("DELETE")) {
                return caller.send(request.method(method, BodyPublishers.noBody()));
            }
            return caller.send(
                    request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString("{")));
        }
    }

    @Test
    void every_call_lets_in_those_of_the_table_and_nobody_else() throws IOException {
        List<Row> table = Files.readAllLines(TABLE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Row::parse)
                .toList();
        int cells = 0;
        for (Call call : calls()) {
            Set<String> who = table.stream()
                    .filter(row -> row.fits(call))
                    .max(Comparator.comparing(row -> row.path().length()))
                    .orElseThrow(() -> new AssertionError(call + " is not in " + TABLE))
                    .who();
            for (Map.Entry<String, Api> caller : callers.entrySet()) {
                Api.Answer answer = call.by(caller.getValue());
                boolean allowed = who.contains(caller.getKey()) || who.contains("nobody");
                String refusal = caller.getKey().equals("nobody") ? "unauthenticated" : "forbidden";
                assertThat(code(answer).equals(refusal))
                        .as("%s by %s: %s", call, caller.getKey(), answer.body())
                        .isNotEqualTo(allowed);
                assertThat(answer.status()).as(answer.body()).isLessThan(500);
                cells++;
            }
        }
        System.out.printf("credential table: %s cells over HTTP%n", cells);
        assertThat(cells).isGreaterThan(100);
    }

    /** The public log answers in plain text, and bytes. */
    private static String code(Api.Answer answer) {
        return answer.header("Content-Type").startsWith("application/problem+json") ? answer.text("code") : "";
    }

    private static List<Call> calls() throws IOException {
        List<Call> calls = new ArrayList<>();
        String path = "";
        for (String line : Files.readAllLines(CALLS)) {
            if (line.matches("  /\\S+:")) {
                path = line.strip().substring(0, line.strip().length() - 1);
            } else if (line.matches("    (get|post|put|patch|delete):")) {
                calls.add(new Call(line.strip().replace(":", "").toUpperCase(Locale.ROOT), path));
            }
        }
        return calls;
    }
}
