package io.counterfoil.app.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.network.Network;
import org.junit.jupiter.api.Test;

class SourceTest {

    @Test
    void an_ipv4_address_is_a_source() {
        assertThat(source("192.0.2.1")).isEqualTo(source("192.0.2.1")).isNotEqualTo(source("192.0.2.2"));
    }

    @Test
    void an_ipv6_network_of_64_bits_is_a_source() {
        assertThat(source("2001:db8:1:2::1"))
                .isEqualTo(source("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(source("2001:db8:1:3::1"));
    }

    @Test
    void an_ipv4_address_inside_an_ipv6_one_is_the_ipv4_address() {
        assertThat(source("::ffff:192.0.2.1")).isEqualTo(source("192.0.2.1"));
    }

    @Test
    void no_ipv4_address_is_taken_for_an_ipv6_network() {
        assertThat(source("0.0.0.0")).isNotEqualTo(source("::"));
    }

    private static Source source(String address) {
        return Source.of(Network.address(address).orElseThrow());
    }
}
