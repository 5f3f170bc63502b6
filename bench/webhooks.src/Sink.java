package io.counterfoil.bench.webhooks;

import io.counterfoil.bench.Timings;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A receiver that costs as little as one can: takes a request, notes when its event happened, says 200. */
final class Sink implements AutoCloseable {

    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]+)\"");

    private final ServerSocket server;
    private volatile Round round = new Round(path -> true);

    Sink() throws IOException {
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        run("sink", this::accept);
    }

    /** What came while something was measured, by paths that count. */
    static final class Round {

        private final Predicate<String> counts;
        private final Timings lags = new Timings();
        private final AtomicInteger arrived = new AtomicInteger();
        private volatile long first;
        private volatile long last;

        private Round(Predicate<String> counts) {
            this.counts = counts;
        }

        /** From the time that an event carries to its arrival. */
        Timings lags() {
            return lags;
        }

        int arrived() {
            return arrived.get();
        }

        double perSecond() {
            return (arrived.get() - 1) / ((last - first) / 1e9);
        }

        /** Waits until so many have come. */
        void await(int count, Duration longest) throws InterruptedException {
            long end = System.nanoTime() + longest.toNanos();
            while (arrived.get() < count) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(arrived.get() + " of " + count + " arrived");
                }
                Thread.sleep(1);
            }
        }

        private void take(String path, byte[] body) {
            if (!counts.test(path)) {
                return;
            }
            last = System.nanoTime();
            if (arrived.getAndIncrement() == 0) {
                first = last;
            }
            Matcher found = TIMESTAMP.matcher(new String(body, StandardCharsets.UTF_8));
            if (found.find()) {
                lags.add(Duration.between(Instant.parse(found.group(1)), Instant.now()).toNanos());
            }
        }
    }

    String url(String path) {
        return "http://localhost:" + server.getLocalPort() + path;
    }

    Round begin(Predicate<String> counts) {
        round = new Round(counts);
        return round;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                run("sink connection", () -> serve(socket));
            }
        } catch (IOException closed) {
            // the bench is over
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                int length = 0;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(header.substring(15).strip());
                    }
                }
                byte[] body = in.readNBytes(length);
                String path = request.split(" ")[1];
                if (path.startsWith("/hang")) {
                    in.read(); // until the other side gives up
                    return;
                }
                round.take(path, body);
                out.write(OK);
                out.flush();
            }
        } catch (IOException gone) {
            // a connection may end
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
            if (one != '\r') {
                line.append((char) one);
            }
        }
        return line.toString();
    }

    private static void run(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
