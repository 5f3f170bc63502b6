package io.counterfoil.webhooks.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be dialled: the public internet. Everything in the special-purpose registries of IANA (RFC 6890)
 * is refused, and so are the IPv6 forms that carry an IPv4 address inside.
 */
final class AddressFilter {

    private static final List<Network> REFUSED = networks(
            // IPv4: this network, private, shared, loopback, link-local, protocol assignments, 6to4 relays,
            "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.88.99.0/24",
            // private, benchmarking, the three TEST-NETs, multicast, class E and broadcast
            "192.168.0.0/16 198.18.0.0/15 192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
            // IPv6: unspecified, loopback and IPv4-compatible; IPv4-mapped and -translated; NAT64, both prefixes;
            // discard
            "::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64",
            // Teredo, documentation, 6to4, segment routing, unique local, link-local, site-local, multicast
            "2001::/32 2001:db8::/32 3fff::/20 2002::/16 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8");

    private final boolean loopbackAllowed;

    /**
     * Makes a filter.
     *
     * @param loopbackAllowed for development: this machine's own loopback addresses may be dialled too
     */
    AddressFilter(boolean loopbackAllowed) {
        this.loopbackAllowed = loopbackAllowed;
    }

    boolean allows(InetAddress address) {
        if (loopbackAllowed && address.isLoopbackAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        return REFUSED.stream().noneMatch(network -> network.contains(bytes));
    }

    /** The addresses with this prefix. */
    private record Network(byte[] prefix, int bits) {

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xff << (8 - bits % 8) & 0xff;
            return Arrays.equals(address, 0, whole, prefix, 0, whole)
                    && (mask == 0 || (address[whole] & mask) == (prefix[whole] & mask));
        }
    }

    private static List<Network> networks(String... lines) {
        return Arrays.stream(lines)
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .map(AddressFilter::network)
                .toList();
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        int bits = Integer.parseInt(text.substring(slash + 1));
        try {
            byte[] prefix = InetAddress.getByName(text.substring(0, slash)).getAddress();
            return new Network(text.startsWith("::ffff:0:0/") ? mapped(prefix) : prefix, bits);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Java reads a mapped address as the IPv4 address inside; the network is meant as IPv6. */
    private static byte[] mapped(byte[] inside) {
        byte[] address = new byte[16];
        address[10] = (byte) 0xff;
        address[11] = (byte) 0xff;
        System.arraycopy(inside, 0, address, 12, 4);
        return address;
    }
}
