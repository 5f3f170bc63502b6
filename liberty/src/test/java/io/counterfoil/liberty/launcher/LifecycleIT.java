package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.liberty.process.Api;
import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.Distribution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts, stops, crashes: what an operator may do to a server, and what must still be there afterwards. All of it is done to
 * one home, each test leaves a server running there.
 */
class LifecycleIT {

    @SuppressWarnings("NonFinalStaticField") // set once, before the first test
    @TempDir
    static Path directory;

    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static CounterfoilProcess server;

    @BeforeAll
    static void start() {
        // A space in the path, since somebody's home has one.
        server = Distribution.on(directory.resolve("a home"))
                .with("COUNTERFOIL_DRAIN", DRAIN.toString())
                .start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void stops_at_a_sigterm_and_keeps_its_data() {
        database().remember("through a SIGTERM");

        assertThat(server.stop()).isZero();
        assertThat(everythingHasStopped()).isTrue();

        server = restarted();
        assertThat(database().remembered()).containsExactly("through a SIGTERM");
    }

    @Test
    void stops_at_ctrl_c_and_frees_its_ports() throws IOException {
        assertThat(server.interrupt()).isZero();

        assertThat(everythingHasStopped()).isTrue();
        for (int port : List.of(server.httpsPort(), server.httpPort())) {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
        server = restarted();
    }

    @Test
    void keeps_its_data_through_a_kill_of_the_server() {
        database().remember("through a kill");
        ProcessHandle orphan = server.database();

        server.kill();
        assertThat(orphan.isAlive()).isTrue();

        server = restarted();
        assertThat(orphan.isAlive()).isFalse();
        assertThat(database().remembered()).containsExactly("through a kill");
    }

    @Test
    void keeps_its_data_through_a_kill_of_server_and_database() {
        database().remember("through two kills");
        ProcessHandle database = server.database();

        server.kill();
        database.destroyForcibly();
        await().until(() -> !database.isAlive());

        server = restarted();
        assertThat(database().remembered()).containsExactly("through two kills");
    }

    @Test
    void brings_its_database_back_within_ten_seconds() {
        database().remember("through the end of its database");
        ProcessHandle database = server.database();

        database.destroyForcibly();

        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> database().remembered().contains("through the end of its database"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.get("/health/ready").statusCode() == 200);
        assertThat(server.database().pid()).isNotEqualTo(database.pid());
        assertThat(server.output()).contains("PostgreSQL is back.");
    }

    @Test
    void serves_to_the_end_while_it_drains_and_keeps_no_connection() {
        Api merchant = Api.ofDemoMerchant(server);
        assertThat(merchant.pay("pm_card_visa").header("Connection")).isEmpty();

        server.terminate();
        server.awaitLine("not ready any more");
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
        Api.Answer last = merchant.pay("pm_card_visa");

        assertThat(last.status()).isEqualTo(201);
        assertThat(last.header("Connection")).isEqualToIgnoringCase("close");
        assertThat(server.awaitExit()).isZero();
        server = restarted();
    }

    /** What is gathered in memory, to be written now and then, is written before the end. */
    @Test
    void an_orderly_stop_forgets_nothing() {
        String operator = server.firstRun().get("COUNTERFOIL_OPERATOR_TOKEN");
        String failed = "/v1/audit-log?action=authentication.failed";
        int before = Api.of(server, operator).get(failed).json().path("data").size();
        assertThat(Api.of(server, "sk_test_typedWrong").get("/v1/payments").status())
                .isEqualTo(401);

        String refused = "/v1/audit-log?action=authorization.refused";
        int refusedBefore =
                Api.of(server, operator).get(refused).json().path("data").size();
        assertThat(Api.ofDemoMerchant(server).get("/v1/merchants").status()).isEqualTo(403);

        assertThat(server.stop()).isZero();
        server = restarted();

        assertThat(Api.of(server, operator).get(refused).json().path("data").findValuesAsString("actor"))
                .hasSizeGreaterThan(refusedBefore)
                .anyMatch(actor -> actor.startsWith("key_"));
        assertThat(Api.of(server, operator).get(failed).json().path("data").size())
                .isGreaterThan(before);
    }

    private EmbeddedDatabase database() {
        return new EmbeddedDatabase(server.home());
    }

    private CounterfoilProcess restarted() {
        return Distribution.on(server.home())
                .with("COUNTERFOIL_DRAIN", DRAIN.toString())
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
}
