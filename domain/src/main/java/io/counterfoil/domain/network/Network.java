package io.counterfoil.domain.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses: {@code 192.0.2.0/24} (RFC 4632), {@code 2001:db8::/32} (RFC 4291, section 2.3), or one address
 * without a prefix length. Bits behind the prefix are ignored. Nothing here asks a name server.
 */
public final class Network {

    private static final Pattern V4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

    private final byte[] base;
    private final int bits;

    private Network(byte[] base, int bits) {
        this.base = base;
        this.bits = bits;
    }

    /** Reads a range; empty where the text is none. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return address(text).map(one -> new Network(one.getAddress(), one.getAddress().length * 8));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("\\d{1,3}")) {
            return Optional.empty();
        }
        return address(text.substring(0, slash))
                .map(base -> new Network(base.getAddress(), Integer.parseInt(length)))
                .filter(network -> network.bits <= network.base.length * 8);
    }

    /**
     * Reads one address as a socket or a header has it; empty where the text is none. A zone ({@code %eth0}) is left out,
     * and an IPv4 address inside an IPv6 one counts as IPv4.
     */
    public static Optional<InetAddress> address(String text) {
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        if (!V4.matcher(literal).matches() && !V6.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether an address lies in the range. */
    public boolean contains(InetAddress address) {
        return covers(address.getAddress());
    }

    /** Whether a range lies in this one, as a whole. */
    public boolean contains(Network other) {
        return other.bits >= bits && covers(other.base);
    }

    private boolean covers(byte[] address) {
        if (address.length != base.length) {
            return false;
        }
        int whole = bits / 8;
        int mask = 0xff << (8 - bits % 8) & 0xff;
        return Arrays.equals(address, 0, whole, base, 0, whole)
                && (mask == 0 || (address[whole] & mask) == (base[whole] & mask));
    }
}
