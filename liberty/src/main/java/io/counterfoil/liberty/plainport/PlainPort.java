package io.counterfoil.liberty.plainport;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.leak.SentSecrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers every request over plain HTTP with one and the same 403. No redirect: it would teach clients to go on sending their
 * key in the clear (draft-ietf-httpapi-privacy, section 2).
 *
 * <p>Not a virtual host of Liberty's: those are chosen by the Host header, so a port that is mapped to another number, or a
 * caller with a made-up Host, would meet another answer. Here nothing of the request changes the answer, not even whether
 * it is one; so there is no way around it. (The one exception, health for probes, an operator has to allow.) A secret of
 * ours in it is told to a {@link Witness} once the answer is sent or nobody is there to read it. Threads, waiting
 * connections, bytes and time are all bounded.
 */
public final class PlainPort {

    private static final int THREADS = 8;
    private static final int WAITING = 128;
    private static final int MOST_BYTES = 64 * 1024;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int LARGEST_HEAD = 16 * 1024;
    private static final Pattern GET =
            Pattern.compile("(?:GET|HEAD) (/health[a-z/]{0,20}) HTTP/1\\.[01]\r?\n[^\u0000]*");

    private final ServerSocket socket;
    private final Witness witness;
    private volatile Probe probe = path -> Optional.empty();
    private final ThreadPoolExecutor workers;
    private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());

    private PlainPort(ServerSocket socket, Witness witness) {
        this.socket = socket;
        this.witness = witness;
        this.workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(WAITING),
                work -> daemon("counterfoil-plain-port", work));
        workers.allowCoreThreadTimeOut(true);
    }

    /** Is told of secrets that crossed the network in the clear. */
    @FunctionalInterface
    public interface Witness {

        /** A secret with the form of ours was sent from this address; whether it is good is not known here. */
        void sawSecret(String secret, String address);

        /** A request was refused. */
        default void sawRequest() {}
    }

    /** Knows the server's health. */
    @FunctionalInterface
    public interface Probe {

        /** The health that a path tells of; nothing where it tells of none. */
        Optional<Health> ask(String path);
    }

    /** An answer: 200 or 503, and JSON. */
    public record Health(int status, byte[] body) {}

    /** From now on questions for the server's health are answered here too. */
    public void answerHealth(Probe health) {
        probe = health;
    }

    /**
     * Listens from now on.
     *
     * @throws IOException when the address can't be bound
     */
    public static PlainPort listen(InetSocketAddress address, Witness witness) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException taken) {
            socket.close();
            throw taken;
        }
        PlainPort port = new PlainPort(socket, witness);
        daemon("counterfoil-plain-port-accept", port::accept).start();
        return port;
    }

    /** Listens no more; answers under way are finished. */
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // the process ends, and the port with it
        }
        workers.shutdown();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                if (workers.getQueue().remainingCapacity() == 0) {
                    caller.close();
                } else {
                    workers.execute(() -> answer(caller));
                }
            } catch (IOException closedOrOutOfFiles) {
                pause();
            }
        }
    }

    private void answer(Socket caller) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (caller) {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            InputStream said = caller.getInputStream();
            int left = readHead(caller, said, head, deadline);
            Optional<Health> health = health(text(head));
            try {
                caller.getOutputStream()
                        .write(health.map(one -> response(one, text(head).startsWith("HEAD")))
                                .orElseGet(this::refusal));
                caller.shutdownOutput();
            } finally {
                tell(head, caller, health.isPresent());
            }
            // Closed with bytes unread, a socket resets the connection, and the caller may never see the answer.
            byte[] bytes = new byte[4096];
            while (left > 0 && patience(caller, deadline)) {
                int count = said.read(bytes);
                if (count < 0) {
                    return;
                }
                left -= count;
            }
        } catch (IOException gone) {
            // nobody left to tell
        }
    }

    /**
     * Reads up to the empty line that ends a request's head, or for as long as there is patience, and returns how many bytes
     * may still be read.
     */
    private static int readHead(Socket caller, InputStream said, ByteArrayOutputStream head, long deadline)
            throws IOException {
        int left = MOST_BYTES;
        int last = 0;
        byte[] bytes = new byte[4096];
        while (left > 0 && patience(caller, deadline)) {
            int count = read(said, bytes);
            if (count < 0) {
                return left;
            }
            left -= count;
            head.write(bytes, 0, Math.min(count, LARGEST_HEAD - Math.min(LARGEST_HEAD, head.size())));
            for (int i = 0; i < count; i++) {
                last = (last << 8) | (bytes[i] & 0xff);
                if (last == 0x0d0a0d0a || (last & 0xffff) == 0x0a0a) {
                    return left;
                }
            }
        }
        return left;
    }

    /** What has come until then counts, also where the rest never comes or the connection breaks off. */
    private static int read(InputStream said, byte[] bytes) {
        try {
            return said.read(bytes);
        } catch (IOException noMore) {
            return -1;
        }
    }

    /** Whether there is time left; the next read waits no longer than that. */
    private static boolean patience(Socket caller, long deadline) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            return false;
        }
        caller.setSoTimeout((int) millis);
        return true;
    }

    private static String text(ByteArrayOutputStream head) {
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void tell(ByteArrayOutputStream head, Socket caller, boolean health) {
        if (!health && head.size() > 0) {
            witness.sawRequest();
        }
        SentSecrets.in(text(head))
                .ifPresent(secret ->
                        witness.sawSecret(secret, caller.getInetAddress().getHostAddress()));
    }

    private Optional<Health> health(String head) {
        Matcher question = GET.matcher(head);
        return question.matches() ? probe.ask(question.group(1)) : Optional.empty();
    }

    private static byte[] response(Health health, boolean headOnly) {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.writeBytes(
                """
                HTTP/1.1 %s
                Content-Type: application/json
                Content-Length: %s
                Cache-Control: no-store
                Connection: close

                """.formatted(health.status() == 200 ? "200 OK" : "503 Service Unavailable", health.body().length)
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        if (!headOnly) {
            response.writeBytes(health.body());
        }
        return response.toByteArray();
    }

    private byte[] refusal() {
        String requestId = IdKind.REQUEST.text(ids.next());
        String problem = """
            {"type":"urn:counterfoil:problem:https_required","title":"HTTPS required","status":403,\
            "detail":"This server answers over HTTPS only. A key that was sent here crossed the network in the clear: replace it.",\
            "code":"https_required","request_id":"%s","retryable":false}
            """.formatted(requestId);
        String head = """
            HTTP/1.1 403 Forbidden
            Content-Type: application/problem+json
            Content-Length: %s
            Request-Id: %s
            Cache-Control: no-store
            Connection: close

            """.formatted(problem.length(), requestId).replace("\n", "\r\n");
        return (head + problem).getBytes(StandardCharsets.US_ASCII);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
