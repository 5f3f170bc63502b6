package io.counterfoil.domain.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A witness (c2sp.org/tlog-witness) on a socket, with nothing of the code under test: it knows one log by its verifier key,
 * checks signature and consistency proof as RFC 9162, section 2.1.4.2, says, and cosigns. It answers the first request of each
 * kind of trouble that it is told to make.
 */
public final class WitnessStandIn implements AutoCloseable {

    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final HttpServer server;
    private final KeyPair keys;
    private final String name;
    private volatile String log;
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final List<String> trouble = new CopyOnWriteArrayList<>();
    private long size;
    private byte[] root = new byte[0];

    /** Watches a log from its beginning. */
    public WitnessStandIn(String name, String logKey) {
        this.name = name;
        this.log = logKey;
        try {
            this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        server.createContext("/witness/add-checkpoint", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    /** Watches another log from now on. */
    public void learn(String logKey) {
        log = logKey;
    }

    /** As the setting wants it: verifier key and URL. */
    public String setting() {
        return verifierKey() + " http://127.0.0.1:" + server.getAddress().getPort() + "/witness/";
    }

    /** The statuses that were answered. */
    public List<Integer> answers() {
        return List.copyOf(answers);
    }

    /** The size of the newest checkpoint that was cosigned. */
    public synchronized long size() {
        return size;
    }

    /** Claims to have cosigned another tree than it has. */
    public synchronized void remember(long otherSize, byte[] otherRoot) {
        size = otherSize;
        root = otherRoot.clone();
    }

    /** {@code stranger}, {@code garbage}, {@code huge}, {@code wrong signature} or {@code hang up} for the next requests. */
    public void makeTrouble(String... kinds) {
        trouble.addAll(List.of(kinds));
    }

    private String verifierKey() {
        byte[] typed = typed();
        String id = HexFormat.of()
                .formatHex(Arrays.copyOf(sha256((name + "\n").getBytes(StandardCharsets.UTF_8), typed), 4));
        return name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed);
    }

    private byte[] typed() {
        byte[] encoded = keys.getPublic().getEncoded();
        return ByteBuffer.allocate(33)
                .put((byte) 4)
                .put(encoded, X509.length, 32)
                .array();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String kind = trouble.isEmpty() ? "" : trouble.remove(0);
        switch (kind) {
            case "stranger" -> reply(exchange, 404, "text/plain", "never heard of it\n");
            case "garbage" -> reply(exchange, 200, "text/plain", "thank you\n");
            case "huge" -> reply(exchange, 200, "text/plain", "x".repeat(1 << 20));
            case "hang up" -> exchange.close();
            default -> {
                try {
                    consider(exchange, request, kind);
                } catch (GeneralSecurityException | RuntimeException malformed) {
                    reply(exchange, 400, "text/plain", malformed + "\n");
                }
            }
        }
    }

    private synchronized void consider(HttpExchange exchange, String request, String kind)
            throws IOException, GeneralSecurityException {
        int end = request.indexOf("\n\n");
        List<String> lines = List.of(request.substring(0, end).split("\n"));
        String note = request.substring(end + 2);
        String body = note.substring(0, note.indexOf("\n\n") + 1);
        String[] promise = body.split("\n");
        if (!lines.get(0).matches("old (0|[1-9][0-9]*)") || lines.size() > 64) {
            throw new IllegalArgumentException("malformed");
        }
        long old = Long.parseLong(lines.get(0).substring(4));
        long newSize = Long.parseLong(promise[1]);
        byte[] newRoot = Base64.getDecoder().decode(promise[2]);
        List<byte[]> proof = new ArrayList<>();
        lines.subList(1, lines.size())
                .forEach(line -> proof.add(Base64.getDecoder().decode(line)));
        if (!promise[0].equals(log.split("\\+")[0])) {
            reply(exchange, 404, "text/plain", "unknown log\n");
        } else if (!signed(body, note)) {
            reply(exchange, 403, "text/plain", "not signed\n");
        } else if (old > newSize) {
            reply(exchange, 400, "text/plain", "older\n");
        } else if (old != size) {
            reply(exchange, 409, "text/x.tlog.size", size + "\n");
        } else if (old == newSize && old > 0 && !Arrays.equals(root, newRoot)) {
            reply(exchange, 409, "text/plain", "another tree\n");
        } else if (!consistent(old, newSize, proof, root, newRoot)) {
            reply(exchange, 422, "text/plain", "inconsistent\n");
        } else {
            size = newSize;
            root = newRoot;
            String stranger = "\u2014 somebody.else " + Base64.getEncoder().encodeToString(new byte[76]) + "\n";
            reply(exchange, 200, "text/plain", stranger + cosign(body, kind.equals("wrong signature")) + "\n");
        }
    }

    private boolean signed(String body, String note) throws GeneralSecurityException {
        byte[] typed = Base64.getDecoder().decode(log.split("\\+", 3)[2]);
        byte[] encoded = ByteBuffer.allocate(44).put(X509).put(typed, 1, 32).array();
        for (String line : note.substring(body.length() + 1).split("\n")) {
            byte[] signature = Base64.getDecoder().decode(line.split(" ")[2]);
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(body.getBytes(StandardCharsets.UTF_8));
            if (signature.length == 68 && verifier.verify(Arrays.copyOfRange(signature, 4, 68))) {
                return true;
            }
        }
        return false;
    }

    private String cosign(String body, boolean wrongly) throws GeneralSecurityException {
        long time = 1_700_000_000L + answers.size();
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(
                ("cosignature/v1\ntime " + (wrongly ? time + 1 : time) + "\n" + body).getBytes(StandardCharsets.UTF_8));
        byte[] id = Arrays.copyOf(sha256((name + "\n").getBytes(StandardCharsets.UTF_8), typed()), 4);
        byte[] line =
                ByteBuffer.allocate(76).put(id).putLong(time).put(signer.sign()).array();
        return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(line);
    }

    /** RFC 9162, section 2.1.4.2, step by step. */
    private static boolean consistent(
            long first, long second, List<byte[]> proof, byte[] firstHash, byte[] secondHash) {
        if (first == 0 || first == second) {
            return proof.isEmpty();
        }
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) {
            path.add(0, firstHash);
        }
        if (path.isEmpty()) {
            return false;
        }
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = path.get(0);
        byte[] sr = path.get(0);
        for (byte[] c : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = sha256(new byte[] {1}, c, fr);
                sr = sha256(new byte[] {1}, c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = sha256(new byte[] {1}, sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(fr, firstHash) && Arrays.equals(sr, secondHash);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void reply(HttpExchange exchange, int status, String type, String body) throws IOException {
        answers.add(status);
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
