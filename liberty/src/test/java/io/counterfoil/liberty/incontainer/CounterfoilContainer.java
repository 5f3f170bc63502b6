package io.counterfoil.liberty.incontainer;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jspecify.annotations.Nullable;

/**
 * The distribution, started with the first test class's deployment and stopped after the last. All classes share that
 * deployment: {@link WarWithTests} makes the same archive for each.
 */
public final class CounterfoilContainer implements DeployableContainer<CounterfoilContainer.Nothing> {

    private static final Pattern FIGURES = Pattern.compile("\"message\":\"(figures: [^\"]*)\"");

    private @Nullable CounterfoilProcess server;

    /** Nothing to configure. */
    public static final class Nothing implements ContainerConfiguration {

        @Override
        public void validate() {
            // there is nothing that could be wrong
        }
    }

    @Override
    public Class<Nothing> getConfigurationClass() {
        return Nothing.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 6.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        CounterfoilProcess running = server;
        if (running == null) {
            running = start(archive);
            server = running;
        }
        // The certificate is the server's own; Arquillian's servlet protocol uses the JVM's default.
        HttpsURLConnection.setDefaultSSLSocketFactory(running.trustingIt().getSocketFactory());
        return new ProtocolMetaData()
                .addContext(new HTTPContext("localhost", running.httpsPort())
                        .add(new Servlet("ArquillianServletRunnerEE9", "/")));
    }

    private static CounterfoilProcess start(Archive<?> archive) throws DeploymentException {
        Path directory = Distribution.directory().resolveSibling("in-container");
        try {
            if (Files.exists(directory)) {
                try (var paths = Files.walk(directory)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Path war = Files.createDirectories(directory).resolve("counterfoil.war");
            archive.as(ZipExporter.class).exportTo(war.toFile(), true);
            return Distribution.on(directory.resolve("home"))
                    .with("JDK_JAVA_OPTIONS", Distribution.JVM_OPTIONS + " \"-Dcounterfoil.application=" + war + "\"")
                    .start();
        } catch (IOException failed) {
            throw new DeploymentException("the WAR with the tests could not be written", failed);
        }
    }

    /** The next class uses it too. */
    @Override
    public void undeploy(Archive<?> archive) {
        // stopped in stop()
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
            tell(server.home().resolve("logs/messages.log"));
        }
    }

    /** What tests print inside the server lands in its log: lines that begin with "figures: " are for whoever builds. */
    private static void tell(Path log) {
        try (var lines = Files.lines(log)) {
            lines.map(FIGURES::matcher).filter(Matcher::find).forEach(line -> System.out.println(line.group(1)));
        } catch (IOException | UncheckedIOException gone) {
            System.out.println("The figures of the tests in the container can't be read.");
        }
    }
}
