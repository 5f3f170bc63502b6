package io.counterfoil.liberty.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A merchant's endpoint: keeps what it gets, and answers as it is told. */
public final class Receiver implements AutoCloseable {

    /** What it got. */
    public record Letter(Instant at, HttpHeaders headers, String body) {

        String id() {
            return headers.firstValue("webhook-id").orElseThrow();
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private volatile String answer = "thanks";
    private volatile Duration delay = Duration.ZERO;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/hook";
    }

    public Receiver answering(int code) {
        status = code;
        return this;
    }

    /** With a header from now on. */
    Receiver with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Receiver saying(String body) {
        answer = body;
        return this;
    }

    /** Takes everything and answers nothing until it {@linkplain #goOn goes on}. */
    public Receiver hanging() {
        gate = new CountDownLatch(1);
        return this;
    }

    void goOn() {
        gate.countDown();
    }

    Receiver slow(Duration each) {
        delay = each;
        return this;
    }

    public List<Letter> letters() {
        return List.copyOf(letters);
    }

    /**
     * Letters a second.
     *
     * @param from the first that counts
     * @param saved how many are left out after it: what a bucket had saved comes as soon as it can
     */
    double rate(int from, int saved) {
        List<Instant> times = letters.stream().map(Letter::at).sorted().toList();
        int last = times.size() - 1;
        return (last - from - saved)
                / (Duration.between(times.get(from), times.get(last)).toMillis() / 1e3);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            letters.add(new Letter(
                    Instant.now(), HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
            gate.await();
            Thread.sleep(delay.toMillis());
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
