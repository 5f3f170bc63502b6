package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts, stops, crashes: what an operator may do to a server, and what must still be there afterwards. */
class LifecycleIT {

    @TempDir
    Path directory;

    private CounterfoilProcess server;

    @BeforeEach
    void start() {
        // A space in the path, since somebody's home has one.
        server = Distribution.on(directory.resolve("a home")).start();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void stops_at_a_sigterm_and_keeps_its_data() {
        remember("kept");

        assertThat(server.stop()).isZero();
        assertThat(everythingHasStopped()).isTrue();

        server = restarted();
        assertThat(remembered()).containsExactly("kept");
    }

    @Test
    void stops_at_ctrl_c_and_frees_its_ports() throws IOException {
        assertThat(server.interrupt()).isZero();

        assertThat(everythingHasStopped()).isTrue();
        for (int port : List.of(server.httpsPort(), server.httpPort())) {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void keeps_its_data_through_a_kill_of_the_server() {
        remember("kept");
        ProcessHandle orphan = server.database();

        server.kill();
        assertThat(orphan.isAlive()).isTrue();

        server = restarted();
        assertThat(orphan.isAlive()).isFalse();
        assertThat(remembered()).containsExactly("kept");
    }

    @Test
    void keeps_its_data_through_a_kill_of_server_and_database() {
        remember("kept");
        ProcessHandle database = server.database();

        server.kill();
        database.destroyForcibly();
        await().until(() -> !database.isAlive());

        server = restarted();
        assertThat(remembered()).containsExactly("kept");
    }

    @Test
    void brings_its_database_back_within_ten_seconds() {
        remember("kept");
        ProcessHandle database = server.database();

        database.destroyForcibly();

        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> remembered().contains("kept"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.get("/health/ready").statusCode() == 200);
        assertThat(server.database().pid()).isNotEqualTo(database.pid());
        assertThat(server.output()).contains("PostgreSQL is back.");
    }

    @Test
    void refuses_a_second_server_on_its_home_and_goes_on() {
        remember("kept");
        ProcessHandle database = server.database();

        try (CounterfoilProcess second = Distribution.on(server.home()).launch()) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output())
                    .singleElement()
                    .asString()
                    .contains("already runs on this home", "pid " + server.pid(), server.url());

            assertThat(server.database()).isEqualTo(database);
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(remembered()).containsExactly("kept");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"COUNTERFOIL_HTTPS_PORT", "COUNTERFOIL_HTTP_PORT"})
    void names_a_port_that_is_taken_and_starts_nothing(String setting) {
        Path other = directory.resolve("other");

        try (CounterfoilProcess second = Distribution.on(other)
                .with(setting, Integer.toString(server.httpsPort()))
                .launch()) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output())
                    .singleElement()
                    .asString()
                    .endsWith("Port %s is taken: set %s".formatted(server.httpsPort(), setting));
            assertThat(other.resolve("postgres")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void refuses_older_tls(String version) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) server.trustingIt().getSocketFactory().createSocket("localhost", server.httpsPort())) {
            socket.setEnabledProtocols(new String[] {version});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaks_current_tls_with_a_certificate_that_its_pem_verifies(String version) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) server.trustingIt().getSocketFactory().createSocket("localhost", server.httpsPort())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void keeps_what_it_writes_to_itself() throws IOException {
        assertThat(server.home()).exists();
        try (var paths = Files.walk(server.home())) {
            assertThat(paths.filter(path -> !Files.isSymbolicLink(path))
                            .filter(path -> readableByOthers(path))
                            .toList())
                    .isEmpty();
        }
    }

    @Test
    void shows_its_database_to_nobody_without_the_password() throws SQLException {
        try (Connection connection = connect(databasePassword())) {
            assertThat(setting(connection, "fsync")).isEqualTo("on");
            assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(connection, "full_page_writes")).isEqualTo("on");
            assertThat(setting(connection, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(connection, "is_superuser")).isEqualTo("off");
        }
        for (String password : List.of("", "counterfoil", "postgres")) {
            assertThatThrownBy(() -> connect(password)).isInstanceOf(SQLException.class);
        }
    }

    private CounterfoilProcess restarted() {
        return Distribution.on(server.home())
                .with("COUNTERFOIL_HTTPS_PORT", Integer.toString(server.httpsPort()))
                .with("COUNTERFOIL_HTTP_PORT", Integer.toString(server.httpPort()))
                .start();
    }

    private boolean everythingHasStopped() {
        String programs = server.home().resolve("postgres").toString();
        return ProcessHandle.allProcesses()
                .map(process -> process.info().command())
                .flatMap(Optional::stream)
                .noneMatch(command -> command.startsWith(programs));
    }

    private static boolean readableByOthers(Path path) {
        try {
            return !PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    .endsWith("------");
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private void remember(String text) {
        try (Connection connection = connect(databasePassword());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS public.lifecycle_test (word text)");
            statement.execute("INSERT INTO public.lifecycle_test VALUES ('" + text + "')");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private List<String> remembered() {
        try (Connection connection = connect(databasePassword());
                var rows = connection.createStatement().executeQuery("SELECT word FROM public.lifecycle_test")) {
            List<String> words = new ArrayList<>();
            while (rows.next()) {
                words.add(rows.getString(1));
            }
            return words;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var row = connection.createStatement().executeQuery("SELECT current_setting('" + name + "')")) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection connect(String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "counterfoil");
        properties.setProperty("password", password);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort() + "/counterfoil", properties);
    }

    private String databasePassword() {
        try {
            return Files.readString(server.home().resolve("postgres/password"));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private int databasePort() {
        try {
            return Integer.parseInt(Files.readAllLines(server.home().resolve("postgres/data/postmaster.pid"))
                    .get(3)
                    .strip());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
