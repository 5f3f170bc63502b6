package io.counterfoil.webhooks.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that does what it likes with each connection, below HTTP. */
final class RudeReceiver implements AutoCloseable {

    private final ServerSocket listening;
    private final AtomicInteger connections = new AtomicInteger();

    /** What it does with a connection; the connection is closed afterwards. */
    @FunctionalInterface
    interface Manners {
        void treat(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    RudeReceiver(Manners manners) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), manners);
    }

    RudeReceiver(ServerSocket listening, Manners manners) {
        this.listening = listening;
        thread(() -> {
            while (!listening.isClosed()) {
                Socket connection = listening.accept();
                connections.incrementAndGet();
                thread(() -> {
                    try (connection) {
                        manners.treat(connection.getInputStream(), connection.getOutputStream());
                    }
                });
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** Reads one request, head and body, and gives the head. */
    static String read(InputStream in) throws IOException {
        String head = head(in);
        String length = head.split("(?i)content-length: ")[1].split("\r\n")[0];
        in.readNBytes(Integer.parseInt(length));
        return head;
    }

    /** Reads the head of a request. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Hands everything on to another receiver, and back what that one says, as a proxy does once it has opened a tunnel. */
    static void tunnel(InputStream in, OutputStream out, int port) throws IOException {
        try (Socket inside = new Socket(InetAddress.getLoopbackAddress(), port)) {
            thread(() -> inside.getInputStream().transferTo(out));
            in.transferTo(inside.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ended) {
                // as every connection does
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
