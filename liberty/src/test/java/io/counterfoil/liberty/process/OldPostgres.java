package io.counterfoil.liberty.process;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Speaks just enough of PostgreSQL's protocol (version 3.0, chapter "Frontend/Backend Protocol") to let anybody in and to say
 * that it is PostgreSQL 14. Every query has one row: {@code read committed}.
 */
public final class OldPostgres implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final String ROW = "read committed";

    private final ServerSocket socket;
    private final Set<Socket> callers = ConcurrentHashMap.newKeySet();

    public OldPostgres(int port) throws IOException {
        socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        daemon(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = socket.accept();
                callers.add(caller);
                daemon(() -> serve(caller));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void serve(Socket caller) {
        try (caller) {
            DataInputStream in = new DataInputStream(caller.getInputStream());
            DataOutputStream out = new DataOutputStream(caller.getOutputStream());
            welcome(in, out);
            while (true) {
                int kind = in.readUnsignedByte();
                in.skipNBytes(in.readInt() - 4L);
                answer(kind, out);
            }
        } catch (IOException gone) {
            // as every caller is in the end
        }
    }

    private static void welcome(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        while (code == SSL_REQUEST || code == GSS_REQUEST) {
            out.writeByte('N');
            length = in.readInt();
            code = in.readInt();
        }
        in.skipNBytes(length - 8L);
        send(out, 'R', body -> body.writeInt(0));
        for (List<String> parameter : List.of(
                List.of("server_version", "14.0"),
                List.of("client_encoding", "UTF8"),
                List.of("DateStyle", "ISO, MDY"),
                List.of("TimeZone", "UTC"),
                List.of("integer_datetimes", "on"),
                List.of("standard_conforming_strings", "on"))) {
            send(out, 'S', body -> {
                text(body, parameter.get(0));
                text(body, parameter.get(1));
            });
        }
        send(out, 'Z', body -> body.writeByte('I'));
    }

    private static void answer(int kind, DataOutputStream out) throws IOException {
        switch (kind) {
            case 'P' -> send(out, '1', body -> {});
            case 'B' -> send(out, '2', body -> {});
            case 'C' -> send(out, '3', body -> {});
            case 'D' -> describe(out);
            case 'E' -> row(out);
            case 'S' -> send(out, 'Z', body -> body.writeByte('I'));
            case 'Q' -> {
                describe(out);
                row(out);
                send(out, 'Z', body -> body.writeByte('I'));
            }
            default -> {}
        }
    }

    /** One column of type text. */
    private static void describe(DataOutputStream out) throws IOException {
        send(out, 'T', body -> {
            body.writeShort(1);
            text(body, "value");
            body.writeInt(0);
            body.writeShort(0);
            body.writeInt(25);
            body.writeShort(-1);
            body.writeInt(-1);
            body.writeShort(0);
        });
    }

    private static void row(DataOutputStream out) throws IOException {
        send(out, 'D', body -> {
            body.writeShort(1);
            body.writeInt(ROW.length());
            body.writeBytes(ROW);
        });
        send(out, 'C', body -> text(body, "SELECT 1"));
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static void send(DataOutputStream out, char kind, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytes));
        out.writeByte(kind);
        out.writeInt(bytes.size() + 4);
        bytes.writeTo(out);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.writeByte(0);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "PostgreSQL 14");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket caller : callers) {
            caller.close();
        }
    }
}
