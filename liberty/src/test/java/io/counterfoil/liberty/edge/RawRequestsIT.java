package io.counterfoil.liberty.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no HTTP library would send. */
@ExtendWith(SharedServer.class)
class RawRequestsIT {

    private final CounterfoilProcess server;

    RawRequestsIT(CounterfoilProcess server) {
        this.server = server;
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/payments?limit=%zz, 400",
        "/v1/payments?limit=%, 400",
        "/v1/payments?%, 400",
        "/v1/payments/x%2fy, 404",
        "/v1/payments/..%2f..%2fmerchants, 404",
        "/v1/payments/..%5c, 404",
        "/v1/payments;a=b, 404",
        "/v1/payments%3ba=b, 404",
        "/v1/payments/../merchants/../../x, 404",
        "//v1//nothing, 404",
    })
    void an_address_that_can_not_be_is_answered_by_a_problem(String address, int status) {
        String answer = answer("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + server.firstRun().get("COUNTERFOIL_TEST_KEY") + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer).contains("Content-Type: application/problem+json", "Request-Id: req_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: x",
                "Content-Length: 99999999999",
                "Content-Length: 3\r\nContent-Length: 4",
                "Content-Length: 3\r\nTransfer-Encoding: chunked",
            })
    void behind_a_body_whose_end_is_not_clear_nothing_is_taken_for_a_request(String headers) {
        String answer = answer("POST /v1/payments HTTP/1.1\r\nHost: localhost\r\n" + headers
                + "\r\n\r\n0\r\n\r\nGET /transparency/receipts/key HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 4[0-9]{2} ").doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
    }

    /**
     * What Liberty refuses before there is a request gets its own bare 400: broken lines, and paths with a control character or
     * a broken percent-encoding. Its private directories are not there.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n",
                "GET /v1/payments HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /v1/payments/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /v1/payments/%0a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /WEB-INF/web.xml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /v1/../META-INF/MANIFEST.MF HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            })
    void what_liberty_refuses_gets_no_service_and_learns_nothing(String request) {
        String answer = answer(request);
        assertThat(answer).containsPattern("^HTTP/1.1 40[04] ");
        assertThat(answer).doesNotContain("Exception", "\tat ", "com.ibm", "Liberty", "stack", "Manifest-Version");
    }

    @Test
    void a_header_that_is_too_large_and_headers_that_are_too_many_are_refused() {
        String large = answer("GET /v1/payments HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");
        String many = answer("GET /v1/payments HTTP/1.1\r\nHost: localhost\r\n"
                + IntStream.range(0, 150).mapToObj(i -> "X" + i + ": y\r\n").collect(Collectors.joining())
                + "Connection: close\r\n\r\n");
        for (String answer : new String[] {large, many}) {
            assertThat(answer).doesNotContain("HTTP/1.1 2", "HTTP/1.1 401", "HTTP/1.1 5");
        }
    }

    private String answer(String request) {
        try (SlowSender sender = new SlowSender(server)) {
            return sender.say(request).answer();
        }
    }
}
