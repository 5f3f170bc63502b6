package io.counterfoil.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0, true",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.77/24, 192.0.2.1, true",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7, ::ffff:192.0.2.7, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8::/33, 2001:db8:8000::, false",
        "::/0, 192.0.2.1, false",
        "fe80::/10, fe80::1%eth0, true",
    })
    void holds_its_addresses_and_no_others(String network, String address, boolean held) {
        assertThat(Network.parse(network)
                        .orElseThrow()
                        .contains(Network.address(address).orElseThrow()))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "x",
                "localhost",
                "example.com/24",
                "192.0.2/24",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/",
                "192.0.2.256",
                "192.0.2.0/24/8",
                "2001:db8::/129",
                "2001:db8::1::2",
                ":",
                "1",
                "abcd",
                "192.0.2.0 /24",
                "0300.0.2.1",
                "::ffff:10.0.0.0/104"
            })
    void reads_nothing_else_and_asks_no_name_server(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void holds_a_network_that_lies_in_it_as_a_whole() {
        Network wide = Network.parse("10.0.0.0/8").orElseThrow();

        assertThat(wide.contains(Network.parse("10.1.0.0/16").orElseThrow())).isTrue();
        assertThat(wide.contains(wide)).isTrue();
        assertThat(wide.contains(Network.parse("0.0.0.0/0").orElseThrow())).isFalse();
        assertThat(wide.contains(Network.parse("11.0.0.0/16").orElseThrow())).isFalse();
    }
}
