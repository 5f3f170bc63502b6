package io.counterfoil.liberty.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.liberty.process.CounterfoilProcess;
import io.counterfoil.liberty.process.SharedServer;
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
        "/v1/payments/%00, 404",
        "/v1/payments/x%2fy, 404",
        "/v1/payments/..%2f..%2fmerchants, 404",
        "/v1/payments/..%5c, 404",
        "/v1/payments/%0a, 404",
        "/v1/payments/../merchants/../../x, 404",
        "/v1/../WEB-INF/web.xml, 404",
        "/WEB-INF/classes/META-INF/openapi.yaml, 404",
        "/META-INF/MANIFEST.MF, 404",
        "//v1//nothing, 404",
    })
    void an_address_that_can_not_be_is_answered_by_a_problem(String address, int status) {
        String answer = answer("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + server.firstRun().get("COUNTERFOIL_TEST_KEY") + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer).contains("Content-Type: application/problem+json", "Request-Id: req_");
    }

    /** What is no HTTP request gets Liberty's bare 400, or nothing at all: there is nothing that a problem could be about. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n",
                "GET /v1/payments HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /v1/payments HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "POST /v1/payments HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Content-Length: 3\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n",
            })
    void what_is_no_request_gets_no_service_and_learns_nothing(String request) {
        String answer = answer(request);
        assertThat(answer)
                .doesNotContain("HTTP/1.1 2", "HTTP/1.1 5", "Exception", "\tat ", "com.ibm", "Liberty", "stack");
    }

    @Test
    void a_header_that_is_too_large_and_headers_that_are_too_many_are_refused() {
        String large = answer("GET /v1/payments HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");
        String many = answer("GET /v1/payments HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(150)
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
