package io.counterfoil.liberty.webhooks;

import io.counterfoil.liberty.webhooks.Receiver.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The snippet for Java, compiled and run with the library that the tests have. */
final class JavaLibrary {

    private final Path directory;

    JavaLibrary(Path directory) {
        this.directory = directory;
    }

    /** The id of the event that it takes from a delivery; empty where it refuses. */
    String verified(String secret, Letter letter, String body) throws IOException {
        Path program = Files.writeString(directory.resolve("Call.java"), """
                        import com.standardwebhooks.Webhook;
                        import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
                        import com.standardwebhooks.exceptions.WebhookVerificationException;
                        import java.net.http.HttpHeaders;
                        import java.util.HashMap;
                        import java.util.List;
                        import java.util.Map;
                        import tools.jackson.databind.JsonNode;
                        import tools.jackson.databind.ObjectMapper;

                        final class Call {
                            public static void main(String[] none) throws EmptyWebhookSecretException, WebhookVerificationException {
                                Map<String, List<String>> all = new HashMap<>();
                                JsonNode sent = new ObjectMapper().readTree(System.getenv("HEADERS"));
                                sent.propertyNames().forEach(name -> all.put(name, List.of(sent.path(name).asString())));
                                HttpHeaders httpHeaders = HttpHeaders.of(all, (name, value) -> true);
                                String rawBody = System.getenv("BODY");
                        %s
                                System.out.println(new ObjectMapper().readTree(rawBody).path("id").asString());
                            }
                        }
                        """.formatted(Snippet.in("java")));
        return Snippet.said(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.toString()),
                secret,
                letter,
                body);
    }
}
