package io.counterfoil.liberty.webhooks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.webhooks.Receiver.Letter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The snippet for Node from docs/webhooks.md, run with the packages that receivers install. */
final class NodeLibraries {

    private static final Path DOCUMENTED = Path.of("..", "docs", "webhooks.md");
    private static final String STANDARD = "standardwebhooks";

    private final Path directory;

    /** Installs them; a test that can't is skipped and says why. */
    NodeLibraries(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        assumeTrue(
                ended(new ProcessBuilder("node", "--version"), 10) == 0,
                "Node is not there, its packages are not tried");
        ProcessBuilder npm = new ProcessBuilder(
                "npm", "install", "--no-audit", "--no-fund", "--silent", STANDARD + "@1.0.0", "svix@1.99.1");
        assumeTrue(ended(npm, 60) == 0, "npm can't install the packages here, they are not tried");
    }

    /** The id of the event that a package takes from a delivery; empty where it refuses. */
    String verified(String library, String secret, Letter letter, String body)
            throws IOException, InterruptedException {
        String page = Files.readString(DOCUMENTED);
        String snippet = page.substring(page.indexOf("```js\n") + 6);
        Path script = Files.writeString(
                directory.resolve("call.mjs"),
                """
                        const rawBody = process.env.BODY;
                        const req = { headers: JSON.parse(process.env.HEADERS) };
                        """
                        + snippet.substring(0, snippet.indexOf("```")).replace(STANDARD, library)
                        + "console.log(event.id);\n");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        letter.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        ProcessBuilder node = new ProcessBuilder("node", script.toString()).directory(directory.toFile());
        node.environment()
                .putAll(Map.of(
                        "WEBHOOK_SECRET", secret, "BODY", body, "HEADERS", Api.JSON.writeValueAsString(headers)));
        Process process = node.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private int ended(ProcessBuilder program, int seconds) throws InterruptedException {
        try {
            Process process = program.directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (IOException missing) {
            return -1;
        }
    }
}
