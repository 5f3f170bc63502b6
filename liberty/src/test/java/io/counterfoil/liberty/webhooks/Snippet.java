package io.counterfoil.liberty.webhooks;

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

/** What docs/webhooks.md gives to receivers for their language, to the letter, and how it is run as they would run it. */
final class Snippet {

    private static final Path PAGE = Path.of("..", "docs", "webhooks.md");

    private Snippet() {}

    static String in(String language) throws IOException {
        String page = Files.readString(PAGE);
        String fence = "```" + language + "\n";
        String rest = page.substring(page.indexOf(fence) + fence.length());
        return rest.substring(0, rest.indexOf("```"));
    }

    /** What a program prints that finds {@code WEBHOOK_SECRET}, {@code BODY} and {@code HEADERS} in its environment. */
    static String said(ProcessBuilder program, String secret, Letter letter, String body) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        letter.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        program.environment()
                .putAll(Map.of(
                        "WEBHOOK_SECRET", secret, "BODY", body, "HEADERS", Api.JSON.writeValueAsString(headers)));
        Process process = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Whether a program is there and ends well in time. */
    static boolean works(ProcessBuilder program, int seconds) throws InterruptedException {
        try {
            Process process = program.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException missing) {
            return false;
        }
    }
}
