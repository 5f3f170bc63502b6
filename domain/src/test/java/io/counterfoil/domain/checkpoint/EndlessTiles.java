package io.counterfoil.domain.checkpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A host that need not be trusted: what it serves begins with the right tile, goes on beyond any, and has no end. */
final class EndlessTiles implements AutoCloseable {

    private static final int BEYOND_ANY = 1 << 18;

    private final Path tiles;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    EndlessTiles(Path tiles) throws IOException {
        this.tiles = tiles;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path tile = tiles.resolve(exchange.getRequestURI().getPath().substring(1));
            if (!Files.isRegularFile(tile)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write(Files.readAllBytes(tile));
            body.write(new byte[BEYOND_ANY]);
            body.flush();
            over.join();
        }
    }

    @Override
    public void close() {
        over.complete(null);
        server.stop(0);
        threads.shutdown();
    }
}
