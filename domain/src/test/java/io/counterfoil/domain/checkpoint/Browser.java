package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine's Chromium, without a window, on a page that posts what it found out. */
final class Browser {

    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private Browser() {}

    /** Skips the test where there is none. */
    private static Path assumeInstalled() {
        Optional<Path> found =
                PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        assumeTrue(found.isPresent(), "there is no Chromium on this machine");
        return found.get();
    }

    /**
     * Visits the page {@code index.html} and returns what it posts to {@code verdicts}.
     *
     * @param pages what is served, by name
     * @param files a directory that is served below {@code files}, by its whole path
     */
    static String visit(Map<String, byte[]> pages, Path files) throws IOException {
        Path chromium = assumeInstalled();
        CompletableFuture<String> posted = new CompletableFuture<>();
        HttpServer server = serve(pages, files, posted);
        ProcessBuilder start = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--user-data-dir=" + Files.createTempDirectory(files, "profile"),
                        // a name that browsers trust, as they do HTTPS: only there they give scripts SubtleCrypto
                        "http://localhost:" + server.getAddress().getPort() + "/index.html")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // where it leaves a socket behind when it is killed
        start.environment().put("TMPDIR", files.toString());
        Process browser = start.start();
        try {
            return posted.orTimeout(2, TimeUnit.MINUTES).join();
        } finally {
            end(browser);
            server.stop(0);
        }
    }

    /** Serves the same to anyone on this machine. */
    static HttpServer serve(Map<String, byte[]> pages, Path files, CompletableFuture<String> posted)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, pages, files, posted));
        server.start();
        return server;
    }

    private static void answer(
            HttpExchange exchange, Map<String, byte[]> pages, Path files, CompletableFuture<String> posted)
            throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            if (name.equals("verdicts")) {
                posted.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            }
            Path file = Path.of(name.startsWith("files") ? name.substring("files".length()) : "/");
            byte[] body = file.startsWith(files) && Files.isRegularFile(file)
                    ? Files.readAllBytes(file)
                    : pages.getOrDefault(name, new byte[0]);
            String type =
                    name.endsWith(".html") ? "text/html" : name.endsWith(".mjs") ? "text/javascript" : "text/plain";
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** With all its processes, which still write to the profile until they are gone. */
    private static void end(Process browser) {
        List<ProcessHandle> all = Stream.concat(browser.descendants(), Stream.of(browser.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process ->
                process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join());
    }
}
