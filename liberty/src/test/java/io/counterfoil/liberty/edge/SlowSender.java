package io.counterfoil.liberty.edge;

import io.counterfoil.liberty.process.CounterfoilProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/** A connection that says exactly what it is told to, when it is told to. */
final class SlowSender implements AutoCloseable {

    private final SSLSocket socket;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    SlowSender(CounterfoilProcess server) {
        try {
            this.socket =
                    (SSLSocket) server.trustingIt().getSocketFactory().createSocket("localhost", server.httpsPort());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        waitLong();
    }

    private void waitLong() {
        try {
            socket.setSoTimeout(60_000);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The head of a POST and the first byte of its body, which comes in chunks. */
    SlowSender begin(String path, String secret) {
        return head(path, secret, "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
    }

    /** The same with a body whose length is announced. */
    SlowSender beginWhole(String path, String secret, int length) {
        return head(path, secret, "Content-Length: " + length + "\r\n\r\n{");
    }

    private SlowSender head(String path, String secret, String rest) {
        return say("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + secret + "\r\nIdempotency-Key: slow-sender-0123456789\r\n" + rest);
    }

    SlowSender say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Says no more; what the server says is still to be heard. */
    SlowSender fallSilent() {
        try {
            socket.shutdownOutput();
        } catch (IOException gone) {
            // the server was the first to hang up
        }
        return this;
    }

    /** Whether the server says something within a time. */
    boolean isAnswered(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
            int first = socket.getInputStream().read();
            said.write(first);
            return true;
        } catch (SocketTimeoutException silent) {
            return false;
        } catch (IOException reset) {
            return true;
        } finally {
            waitLong();
        }
    }

    /** Everything that the server says until it closes, or falls silent for a while after its answer. */
    String answer() {
        try {
            byte[] bytes = new byte[4096];
            int count = socket.getInputStream().read(bytes);
            while (count > 0) {
                said.write(bytes, 0, count);
                socket.setSoTimeout(500);
                count = socket.getInputStream().read(bytes);
            }
        } catch (SocketTimeoutException silent) {
            // it has said what it had to say
        } catch (IOException reset) {
            said.writeBytes("(reset)".getBytes(StandardCharsets.US_ASCII));
        }
        return said.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // closed all the same
        }
    }
}
