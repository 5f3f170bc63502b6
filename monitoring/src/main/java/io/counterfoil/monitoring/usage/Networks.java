package io.counterfoil.monitoring.usage;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The network that an address is in: what changes when a key is used from somewhere else. */
final class Networks {

    private static final int V4_BYTES = 3;
    private static final int V6_BYTES = 6;

    private Networks() {}

    /** The /24 of an IPv4 address, the /48 of an IPv6 one; {@code unknown} where there is no address. */
    static String of(String address) {
        try {
            // a name is never looked up: only what begins like a number is an address
            if (address.isEmpty() || (Character.digit(address.charAt(0), 16) < 0 && address.charAt(0) != ':')) {
                return "unknown";
            }
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int kept = bytes.length == 4 ? V4_BYTES : V6_BYTES;
            for (int at = kept; at < bytes.length; at++) {
                bytes[at] = 0;
            }
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + kept * 8;
        } catch (UnknownHostException none) {
            return "unknown";
        }
    }
}
