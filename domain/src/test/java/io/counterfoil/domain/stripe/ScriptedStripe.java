package io.counterfoil.domain.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers what a test has told it to, and remembers what it was asked. */
final class ScriptedStripe implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Scripted> script = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private record Scripted(int status, String body, boolean replayed) {}

    ScriptedStripe() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** What is answered to a method and path; with {@code ?…} only where that is in the query. */
    ScriptedStripe on(String request, int status, String body) {
        script.put(request, new Scripted(status, body, false));
        return this;
    }

    /** What is answered as it was answered to the same key before. */
    ScriptedStripe again(String request, int status, String body) {
        script.put(request, new Scripted(status, body, true));
        return this;
    }

    ScriptedStripe on(String request, String body) {
        return on(request, 200, body);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** {@code POST /v1/… key body} of each request, in their order. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String request = exchange.getRequestMethod() + " " + uri.getPath();
        String query = uri.getRawQuery() == null ? "" : URLDecoder.decode(uri.getRawQuery(), StandardCharsets.UTF_8);
        String body = URLDecoder.decode(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        asked.add(String.join(" ", request, key, query + body));
        Scripted scripted = script.entrySet().stream()
                .filter(line -> line.getKey().startsWith(request + "?"))
                .filter(line -> query.contains(line.getKey().substring(request.length() + 1)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(script.getOrDefault(request, new Scripted(500, "{\"error\":{}}", false)));
        byte[] bytes = scripted.body().getBytes(StandardCharsets.UTF_8);
        if (scripted.replayed()) {
            exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
        }
        exchange.sendResponseHeaders(scripted.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
