package io.counterfoil.liberty.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** What {@code mvn package} built, about to be started with some settings. */
public final class Distribution {

    /**
     * What makes a start cheap and changes nothing that a test looks at: half the processor time of a start goes to the second
     * compiler, which a test's few requests don't repay, and a tenth to the proof that the libraries' classes are well-formed.
     */
    public static final String JVM_OPTIONS =
            "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote";

    private static final int LOWEST_PORT = 20_000;
    private static final int LOWEST_OF_THE_SYSTEM = 32_768;
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private Path script = directory().resolve("bin/counterfoil");

    private Distribution(Path home) {
        this.home = home;
        settings.put("JDK_JAVA_OPTIONS", JVM_OPTIONS);
        settings.put("COUNTERFOIL_HOME", home.toString());
        settings.put("COUNTERFOIL_HTTPS_PORT", Integer.toString(freePort()));
        settings.put("COUNTERFOIL_HTTP_PORT", Integer.toString(freePort()));
        // All tests come from one address, most of them with one key.
        settings.put("COUNTERFOIL_RATE_LIMITS", "100");
    }

    /** On this home and two free ports. */
    public static Distribution on(Path home) {
        return new Distribution(home);
    }

    /** Where the build laid it out. */
    public static Path directory() {
        return Path.of(System.getProperty("counterfoil.distribution"));
    }

    public Distribution with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** By another copy of the script, such as the one in the clone. */
    public Distribution by(Path otherScript) {
        script = otherScript;
        return this;
    }

    public String setting(String name) {
        return settings.get(name);
    }

    public Path home() {
        return home;
    }

    /** Starts it and returns when it says it is ready. */
    public CounterfoilProcess start() {
        if (!settings.containsKey("COUNTERFOIL_DATABASE_URL")) {
            UnpackedPrograms.put(home.resolve("postgres"));
        }
        CounterfoilProcess process = launch();
        process.awaitReady();
        return process;
    }

    /** Starts it and returns at once. */
    public CounterfoilProcess launch() {
        try {
            return new CounterfoilProcess(this, script("run").start());
        } catch (IOException failed) {
            throw new IllegalStateException("can't run " + script, failed);
        }
    }

    /** Runs a command on its home, and gives the exit code and what was printed. */
    String run(Object... arguments) {
        ProcessBuilder builder =
                script(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        // the JVM would say so in what is printed
        builder.environment().remove("JDK_JAVA_OPTIONS");
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() + " " + output;
        } catch (IOException failed) {
            throw new IllegalStateException("can't run " + script, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private ProcessBuilder script(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERFOIL_"));
        builder.environment().putAll(settings);
        return builder;
    }

    /**
     * A port that nobody listens at, handed out once. Below those from which the system takes one for each connection that
     * somebody opens: a server binds it seconds after it was chosen.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_OF_THE_SYSTEM);
            if (HANDED_OUT.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
