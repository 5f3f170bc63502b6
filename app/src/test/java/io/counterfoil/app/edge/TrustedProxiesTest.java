package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.network.Network;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

    private final TrustedProxies proxies = new TrustedProxies(List.of(
            Network.parse("10.0.0.0/8").orElseThrow(),
            Network.parse("2001:db8:aa::/48").orElseThrow()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | X-Forwarded-For: 203.0.113.9 | 192.0.2.7",
                "10.1.1.1 | X-Forwarded-For: 203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | X-Forwarded-For: 198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | X-Forwarded-For: 203.0.113.9, 10.2.2.2 | 203.0.113.9",
                "10.1.1.1 | X-Forwarded-For: 10.3.3.3, 10.2.2.2 | 10.3.3.3",
                "10.1.1.1 | X-Forwarded-For: 203.0.113.9, nonsense | 10.1.1.1",
                "10.1.1.1 | X-Forwarded-For: 203.0.113.9, localhost | 10.1.1.1",
                "10.1.1.1 | X-Forwarded-For: 203.0.113.9, unknown, 10.2.2.2 | 10.2.2.2",
                "10.1.1.1 | X-Forwarded-For: 203.0.113.9:4711 | 203.0.113.9",
                "10.1.1.1 | X-Forwarded-For: 2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                "10.1.1.1 | X-Forwarded-For: 198.51.100.1; X-Forwarded-For: 203.0.113.9 | 203.0.113.9",
                "2001:db8:aa::5 | X-Forwarded-For: 203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | Forwarded: for=203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | Forwarded: for=198.51.100.1, For=\"[2001:db8::1]:4711\"%proto=https | 2001:db8:0:0:0:0:0:1",
                "10.1.1.1 | Forwarded: for=198.51.100.1, for=_hidden | 10.1.1.1",
                "10.1.1.1 | Forwarded: for=198.51.100.1, by=10.1.1.1 | 10.1.1.1",
                "10.1.1.1 | Forwarded: for=203.0.113.9; X-Forwarded-For: 203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | Forwarded: for=198.51.100.1; X-Forwarded-For: 203.0.113.9 | 10.1.1.1",
                "10.1.1.1 | X-Forwarded-For: 9.9.9.9:\", 203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | X-Forwarded-For: [9.9.9.9]\"; X-Forwarded-For: 203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | X-Forwarded-For: 9.9.9.9:\" | 10.1.1.1",
                "10.1.1.1 | X-Forwarded-For: [2001:db8::1]x | 10.1.1.1",
                "10.1.1.1 | Forwarded: for=9.9.9.9%x=\", for=203.0.113.9 | 10.1.1.1",
                "10.1.1.1 | Forwarded: for=9.9.9.9%x=\"a, b\", for=203.0.113.9 | 203.0.113.9",
                "10.1.1.1 | Accept: x | 10.1.1.1"
            })
    void the_client_is_the_right_most_address_that_is_no_proxy_of_ours(String peer, String headers, String client) {
        assertThat(proxies.client(request(peer, headers)).text()).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-Proto: http",
                "X-Forwarded-Proto: HTTP",
                "X-Forwarded-Proto: https, http",
                "Forwarded: for=203.0.113.9%proto=http"
            })
    void a_client_that_came_to_the_proxy_without_tls_is_known(String headers) {
        assertThat(proxies.client(request("10.1.1.1", headers)).tls()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 203.0.113.9 | true",
                "Accept: x | true",
                "X-Forwarded-For: 203.0.113.9; Forwarded: for=198.51.100.1 | false",
                "X-Forwarded-For: 203.0.113.9; Forwarded: for=_x | false",
                "X-Forwarded-For: unknown, 10.2.2.2 | false",
                "Forwarded: for=203.0.113.9%x=\" | false"
            })
    void who_makes_a_riddle_of_their_address_is_not_certain(String headers, boolean certain) {
        assertThat(proxies.client(request("10.1.1.1", headers)).certain()).isEqualTo(certain);
    }

    @Test
    void what_strangers_say_of_tls_does_not_count() {
        assertThat(proxies.client(request("192.0.2.7", "X-Forwarded-Proto: http"))
                        .tls())
                .isTrue();
    }

    /** Header lines are separated by "; ", and a % stands for a semicolon. */
    private static HttpServletRequest request(String peer, String headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                TrustedProxiesTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> method.getName().equals("getRemoteAddr")
                        ? peer
                        : Collections.enumeration(Arrays.stream(headers.split("; "))
                                .filter(line -> line.startsWith(arguments[0] + ": "))
                                .map(line ->
                                        line.substring(line.indexOf(": ") + 2).replace('%', ';'))
                                .toList()));
    }
}
