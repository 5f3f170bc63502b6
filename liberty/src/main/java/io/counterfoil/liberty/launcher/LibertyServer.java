package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.CannotStart;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Open Liberty in this JVM, through its embedding SPI ({@code com.ibm.wsspi.kernel.embeddable}). By reflection, since the SPI
 * comes with the runtime (ws-server.jar, on the JVM's class path) and is published nowhere else to compile against.
 */
final class LibertyServer {

    private static final String NAME = "counterfoil";
    private static final String SPI = "com.ibm.wsspi.kernel.embeddable.";

    private final Path distribution;
    private final Home home;
    private final Object server;

    /** @throws CannotStart when the runtime isn't there or isn't what we know */
    LibertyServer(Path distribution, Home home) {
        this.distribution = distribution;
        this.home = home;
        try {
            this.server = build();
        } catch (ReflectiveOperationException failed) {
            throw new CannotStart("Open Liberty can't be loaded from " + distribution, failed);
        }
    }

    /** Starts it and returns when its kernel is up; the applications may still be starting then. */
    void start(Map<String, String> variables) throws InterruptedException {
        Map<String, String> properties = new HashMap<>(variables);
        properties.put("launcher.distribution", distribution.toString());
        // The tests that run inside the container bring a WAR that holds them too.
        properties.put(
                "launcher.application",
                System.getProperty(
                        "counterfoil.application",
                        distribution.resolve("apps/counterfoil.war").toString()));
        // Before server.xml is read, Liberty would tell the terminal which files it reads.
        properties.put("com.ibm.ws.logging.console.log.level", "ERROR");
        try {
            writeConfiguration();
            Object result = ((Future<?>) spi("Server")
                            .getMethod("start", Map.class, String[].class)
                            .invoke(server, properties, new String[0]))
                    .get();
            Class<?> resultType = spi("Server$Result");
            if (!(boolean) resultType.getMethod("successful").invoke(result)) {
                throw new CannotStart("Open Liberty did not start (%s): see %s"
                        .formatted(
                                resultType.getMethod("getReturnCode").invoke(result),
                                home.logs().resolve("messages.log")));
            }
        } catch (IOException | ReflectiveOperationException | ExecutionException failed) {
            throw new CannotStart("Open Liberty did not start: " + failed, failed);
        }
    }

    boolean isRunning() {
        try {
            return (boolean) spi("Server").getMethod("isRunning").invoke(server);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Stops it gracefully: no new work, then the work in hand is finished, then it ends. */
    void stop() {
        try {
            ((Future<?>) spi("Server").getMethod("stop", String[].class).invoke(server, (Object) new String[0])).get();
        } catch (ReflectiveOperationException | ExecutionException failed) {
            throw new IllegalStateException("Open Liberty did not stop by itself", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Class<?> spi(String name) throws ClassNotFoundException {
        return Class.forName(SPI + name);
    }

    private Object build() throws ReflectiveOperationException {
        Class<?> type = spi("ServerBuilder");
        Object builder = type.getConstructor().newInstance();
        type.getMethod("setName", String.class).invoke(builder, NAME);
        for (Map.Entry<String, Path> directory : Map.of(
                        "setInstallDir", distribution.resolve("wlp"),
                        "setUserDir", home.liberty(),
                        "setOutputDir", home.liberty().resolve("output"),
                        "setLogDir", home.logs())
                .entrySet()) {
            type.getMethod(directory.getKey(), File.class)
                    .invoke(builder, directory.getValue().toFile());
        }
        return type.getMethod("build").invoke(builder);
    }

    private void writeConfiguration() throws IOException {
        Path directory = home.liberty().resolve("servers").resolve(NAME);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("server.xml"), """
            <!-- Written at every start. Settings are made by COUNTERFOIL_ variables. -->
            <server>
              <include location="${launcher.distribution}/etc/server.xml"/>
            </server>
            """);
    }
}
