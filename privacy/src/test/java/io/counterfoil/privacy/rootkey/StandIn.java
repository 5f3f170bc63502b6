package io.counterfoil.privacy.rootkey;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.counterfoil.domain.rest.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** A key service on a real socket that answers as Vault's transit engine and as AWS KMS do, with one key in memory. */
final class StandIn implements AutoCloseable {

    /** What came: method and path, headers, body. */
    record Seen(String path, Map<String, List<String>> headers, JsonNode body) {

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }
    }

    private final HttpServer server;
    private final AesGcmJce key;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    StandIn() throws IOException, GeneralSecurityException {
        key = new AesGcmJce(new byte[32]);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/transit/", exchange -> answer(exchange, this::vault));
        server.createContext("/", exchange -> answer(exchange, this::aws));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Seen> seen() {
        return seen;
    }

    void refuseWith(int refusal) {
        status = refusal;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private interface Answering {
        Object answer(Seen request) throws GeneralSecurityException;
    }

    private Object vault(Seen request) throws GeneralSecurityException {
        byte[] context = decode(request.body().path("associated_data").asString());
        if (request.path().contains("/encrypt/")) {
            byte[] sealed = key.encrypt(decode(request.body().path("plaintext").asString()), context);
            return Map.of("data", Map.of("ciphertext", "vault:v1:" + encode(sealed)));
        }
        String ciphertext = request.body().path("ciphertext").asString().substring("vault:v1:".length());
        return Map.of("data", Map.of("plaintext", encode(key.decrypt(decode(ciphertext), context))));
    }

    private Object aws(Seen request) throws GeneralSecurityException {
        byte[] context = request.body().path("EncryptionContext").toString().getBytes(StandardCharsets.UTF_8);
        if (request.header("X-Amz-Target").equals("TrentService.Encrypt")) {
            byte[] sealed = key.encrypt(decode(request.body().path("Plaintext").asString()), context);
            return Map.of("CiphertextBlob", encode(sealed));
        }
        byte[] sealed = decode(request.body().path("CiphertextBlob").asString());
        return Map.of("Plaintext", encode(key.decrypt(sealed, context)));
    }

    private void answer(HttpExchange exchange, Answering answering) throws IOException {
        try (exchange) {
            Seen request = new Seen(
                    exchange.getRequestURI().getPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    Json.tree(exchange.getRequestBody().readAllBytes()));
            seen.add(request);
            byte[] body;
            int code = status;
            try {
                body = Json.write(code == 200 ? answering.answer(request) : Map.of("error", "secret detail"));
            } catch (GeneralSecurityException refused) {
                code = 400;
                body = Json.write(Map.of("error", "does not open"));
            }
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
