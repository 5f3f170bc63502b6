package io.counterfoil.liberty.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;

/** Stands in for GitHub's secret scanning: publishes a key, signs reports with it. */
public final class Github implements AutoCloseable {

    private static final String IDENTIFIER = "a key of the tests";

    private final HttpServer server;
    private final KeyPair pair;

    private Github(HttpServer server, KeyPair pair) {
        this.server = server;
        this.pair = pair;
    }

    public static Github start() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] keys = keys(pair).getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            server.start();
            return new Github(server, pair);
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public String keysUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    /** Adds the headers that go with a body. */
    public HttpRequest.Builder signed(HttpRequest.Builder request, String body) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(body.getBytes(StandardCharsets.UTF_8));
            return request.header("Content-Type", "application/json")
                    .header("Github-Public-Key-Identifier", IDENTIFIER)
                    .header("Github-Public-Key-Signature", Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** How GitHub knows a token again in our answer. */
    public static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String keys(KeyPair pair) {
        String pem = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        return "{\"public_keys\":[{\"key_identifier\":\"%s\",\"key\":\"-----BEGIN PUBLIC KEY-----\\n%s\\n-----END PUBLIC KEY-----\\n\",\"is_current\":true}]}"
                .formatted(IDENTIFIER, pem);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
