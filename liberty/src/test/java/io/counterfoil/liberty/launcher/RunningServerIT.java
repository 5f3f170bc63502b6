package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import io.counterfoil.liberty.process.SharedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running server shows to its surroundings, and what it refuses to share. */
@ExtendWith(SharedServer.class)
class RunningServerIT {

    @TempDir
    Path directory;

    private CounterfoilProcess server;
    private EmbeddedDatabase database;

    @BeforeEach
    void server(CounterfoilProcess running) {
        server = running;
        database = new EmbeddedDatabase(running.home());
    }

    @Test
    void refuses_a_second_server_on_its_home_and_goes_on() {
        database.remember("kept");
        ProcessHandle postmaster = server.database();

        try (CounterfoilProcess second = Distribution.on(server.home()).launch()) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output())
                    .singleElement()
                    .asString()
                    .contains("already runs on this home", "pid " + server.pid(), server.url());

            assertThat(server.database()).isEqualTo(postmaster);
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(database.remembered()).containsExactly("kept");
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
        try (Connection connection = database.connect(database.password())) {
            assertThat(EmbeddedDatabase.setting(connection, "fsync")).isEqualTo("on");
            assertThat(EmbeddedDatabase.setting(connection, "synchronous_commit"))
                    .isEqualTo("on");
            assertThat(EmbeddedDatabase.setting(connection, "full_page_writes")).isEqualTo("on");
            assertThat(EmbeddedDatabase.setting(connection, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(EmbeddedDatabase.setting(connection, "is_superuser")).isEqualTo("off");
        }
        for (String password : List.of("", "counterfoil", "postgres")) {
            assertThatThrownBy(() -> database.connect(password)).isInstanceOf(SQLException.class);
        }
    }

    private static boolean readableByOthers(Path path) {
        try {
            return !PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    .endsWith("------");
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }
}
