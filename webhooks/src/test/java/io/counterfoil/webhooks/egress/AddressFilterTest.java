package io.counterfoil.webhooks.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFilterTest {

    private final AddressFilter filter = new AddressFilter(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.1.2",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::10.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:db8::1",
                "3fff::1",
                "3fff:fff::1",
                "2002:a00:1::1",
                "2002:7f00:1::",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1"
            })
    void refuses_what_is_not_the_public_internet(String address) throws UnknownHostException {
        assertThat(filter.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "2003::1",
                "3ffe::1",
                "64:ff9b:2::1"
            })
    void allows_its_neighbours(String address) throws UnknownHostException {
        assertThat(filter.allows(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "10.1", "167772161", "3232235777"})
    void sees_through_other_ways_to_write_an_address(String host) throws UnknownHostException {
        assertThat(filter.allows(InetAddress.getByName(host))).isFalse();
    }

    @Test
    void refuses_a_mapped_address_even_where_it_stays_ipv6() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 8;
        assertThat(filter.allows(Inet6Address.getByAddress(null, mapped, -1))).isFalse();
    }

    @Test
    void in_development_loopback_is_open_and_nothing_else() throws UnknownHostException {
        AddressFilter local = new AddressFilter(true);
        assertThat(local.allows(InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(local.allows(InetAddress.getByName("::1"))).isTrue();
        assertThat(local.allows(InetAddress.getByName("10.0.0.1"))).isFalse();
        assertThat(local.allows(InetAddress.getByName("0.0.0.0"))).isFalse();
    }
}
