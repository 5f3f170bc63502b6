package io.counterfoil.liberty.plainport;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.secret.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPortTest {

    private static final Token SECRET = Token.random(new SecureRandom(), "sk_live_");

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private InetSocketAddress address;
    private PlainPort port;

    @BeforeEach
    void listen() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        port = PlainPort.listen(address, (secret, from) -> seen.add(secret + " from " + from));
    }

    @AfterEach
    void close() {
        port.close();
    }

    @ParameterizedTest(name = "request {index}")
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/payments HTTP/1.1\r\nHost: a.example:1234\r\nAuthorization: Bearer sk_test_x\r\n\r\n",
                "POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
                "GET /metrics HTTP/1.0\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /openapi/ui HTTP/1.1\nHost: x\n\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "no request at all\r\n\r\n",
            })
    void answers_everything_with_the_same_problem(String request) throws IOException {
        String answer = ask(request);

        assertThat(answer).startsWith("HTTP/1.1 403 Forbidden\r\n").doesNotContainIgnoringCase("Location:");
        assertThat(answer)
                .contains("\r\nContent-Type: application/problem+json\r\n", "\r\nConnection: close\r\n")
                .contains(
                        "\"type\":\"urn:counterfoil:problem:https_required\"",
                        "\"status\":403",
                        "\"code\":\"https_required\"",
                        "\"retryable\":false");
        String id = answer.replaceAll("(?s).*Request-Id: (\\S+)\r.*", "$1");
        assertThat(IdKind.REQUEST.parse(id)).isPresent();
        assertThat(answer).contains("\"request_id\":\"" + id + "\"");
        int length = Integer.parseInt(answer.replaceAll("(?s).*Content-Length: ([0-9]+)\r.*", "$1"));
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(length);
    }

    @Test
    void delivers_its_answer_to_a_caller_that_sends_a_large_body() throws IOException {
        String body = "x".repeat(40_000);
        assertThat(ask("POST / HTTP/1.1\r\nContent-Length: 40000\r\n\r\n" + body))
                .contains("https_required");
    }

    @Test
    void gives_every_answer_an_id_of_its_own() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\n\r\n")).isNotEqualTo(ask("GET / HTTP/1.1\r\n\r\n"));
    }

    @Test
    void outlasts_callers_that_say_nothing() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                silent.add(new Socket(address.getAddress(), address.getPort()));
            }
            assertThat(ask("GET / HTTP/1.1\r\n\r\n")).contains("https_required");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @ParameterizedTest(name = "request {index}")
    @ValueSource(
            strings = {
                "GET /v1/payments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n",
                "GET /v1/payments HTTP/1.1\r\nauthorization:bearer %s\r\nHost: x\r\n\r\n",
                "GET /v1/payments?key=%s HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\nX-Api-Key: %s\n\n",
            })
    void tells_of_a_secret_that_was_sent_in_the_clear_and_answers_as_always(String request)
            throws IOException, InterruptedException {
        assertThat(withoutId(ask(request.formatted(SECRET.reveal()))))
                .isEqualTo(withoutId(ask("GET / HTTP/1.1\r\n\r\n")));

        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(SECRET.reveal() + " from 127.0.0.1");
    }

    @Test
    void tells_of_a_secret_in_basic_credentials() throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((SECRET.reveal() + ":").getBytes(StandardCharsets.US_ASCII));

        ask("GET / HTTP/1.1\r\nAuthorization: Basic " + basic + "\r\n\r\n");

        assertThat(seen.poll(10, TimeUnit.SECONDS)).startsWith(SECRET.reveal());
    }

    @Test
    void a_head_that_never_ends_gets_its_answer_and_is_told_of() throws IOException, InterruptedException {
        assertThat(ask("GET / HTTP/1.1\r\nAuthorization: Bearer " + SECRET.reveal() + "\r\nHost: x"))
                .contains("https_required");

        assertThat(seen.poll(10, TimeUnit.SECONDS)).startsWith(SECRET.reveal());
    }

    @Test
    void does_not_tell_of_what_has_no_right_checksum() throws IOException, InterruptedException {
        String wrong = SECRET.reveal().substring(0, 43) + (SECRET.reveal().endsWith("a") ? "b" : "a");
        ask("GET / HTTP/1.1\r\nAuthorization: Bearer " + wrong + "\r\n\r\n");
        ask("GET / HTTP/1.1\r\nAuthorization: Bearer " + SECRET.reveal() + "\r\n\r\n");

        assertThat(seen.poll(10, TimeUnit.SECONDS)).startsWith(SECRET.reveal());
        assertThat(seen).isEmpty();
    }

    @Test
    void answers_for_the_health_where_that_is_allowed_and_for_nothing_else() throws IOException {
        assertThat(ask("GET /health/ready HTTP/1.1\r\n\r\n")).contains("https_required");

        port.answerHealth(path -> path.equals("/health/ready")
                ? Optional.of(new PlainPort.Health(200, "{\"status\":\"UP\"}".getBytes(StandardCharsets.US_ASCII)))
                : Optional.empty());

        assertThat(ask("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("{\"status\":\"UP\"}");
        for (String other : List.of(
                "POST /health/ready", "GET /health/ready?x", "GET /health/../v1/payments", "GET /v1/health/ready")) {
            assertThat(ask(other + " HTTP/1.1\r\n\r\n")).contains("https_required");
        }
    }

    private static String withoutId(String answer) {
        return answer.replaceAll("req_[0-9a-z]+", "req");
    }

    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
