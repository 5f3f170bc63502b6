package io.counterfoil.liberty.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A Redis of the system's, on loopback and with nothing on disk. */
public final class Redis implements AutoCloseable {

    private final int port;
    private final Process process;

    private Redis(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Nothing where none is installed. */
    public static Optional<Redis> start() throws IOException {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "redis-server")));
        return installed ? Optional.of(launch(Distribution.freePort())) : Optional.empty();
    }

    private static Redis launch(int port) throws IOException {
        Process process = new ProcessBuilder(
                        "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Redis redis = new Redis(port, process);
        await("Redis").until(redis::answers);
        return redis;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** {@code kill -9}, as a machine that is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
