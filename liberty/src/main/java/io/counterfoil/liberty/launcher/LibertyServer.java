package io.counterfoil.liberty.launcher;

import io.counterfoil.liberty.terminal.CannotStart;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Open Liberty in this JVM, through its embedding SPI ({@code com.ibm.wsspi.kernel.embeddable}). Called by reflection: the
 * SPI comes with the runtime (ws-server.jar) and is published nowhere else to compile against.
 */
final class LibertyServer {

    private static final String NAME = "counterfoil";

    private final Path distribution;
    private final Home home;
    private @Nullable Object server;

    LibertyServer(Path distribution, Home home) {
        this.distribution = distribution;
        this.home = home;
    }

    /** Starts it and returns when its kernel is up; the applications are still starting then. */
    void start(Map<String, String> variables) throws InterruptedException {
        try {
            writeConfiguration();
            Object built = build();
            server = built;
            Map<String, String> properties = new java.util.HashMap<>(variables);
            properties.put("launcher.distribution", distribution.toString());
            Class<?> type = Class.forName("com.ibm.wsspi.kernel.embeddable.Server");
            Future<?> starting = (Future<?>) type.getMethod("start", Map.class, String[].class)
                    .invoke(built, properties, new String[0]);
            Object result = starting.get();
            Class<?> resultType = Class.forName("com.ibm.wsspi.kernel.embeddable.Server$Result");
            if (!Boolean.TRUE.equals(resultType.getMethod("successful").invoke(result))) {
                throw new CannotStart("Open Liberty did not start (%s): see %s"
                        .formatted(
                                resultType.getMethod("getReturnCode").invoke(result),
                                home.logs().resolve("messages.log")));
            }
        } catch (IOException | ReflectiveOperationException | ExecutionException failed) {
            throw new CannotStart("Open Liberty did not start: " + failed, failed);
        }
    }

    /** Stops it gracefully: no new work, then the work in hand is finished, then it ends. */
    void stop() {
        if (server == null) {
            return;
        }
        try {
            Class<?> type = Class.forName("com.ibm.wsspi.kernel.embeddable.Server");
            ((Future<?>) type.getMethod("stop", String[].class).invoke(server, (Object) new String[0])).get();
        } catch (ReflectiveOperationException | ExecutionException failed) {
            throw new IllegalStateException("Open Liberty did not stop by itself", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Object build() throws ReflectiveOperationException {
        Class<?> type = Class.forName("com.ibm.wsspi.kernel.embeddable.ServerBuilder");
        Object builder = type.getConstructor().newInstance();
        type.getMethod("setName", String.class).invoke(builder, NAME);
        type.getMethod("setInstallDir", File.class)
                .invoke(builder, distribution.resolve("wlp").toFile());
        type.getMethod("setUserDir", File.class).invoke(builder, home.liberty().toFile());
        type.getMethod("setOutputDir", File.class)
                .invoke(builder, home.liberty().resolve("output").toFile());
        type.getMethod("setLogDir", File.class).invoke(builder, home.logs().toFile());
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
