package io.counterfoil.app.ratelimit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Whom a bucket belongs to, as 128 bits: an IPv4 address, an IPv6 network of 64 bits (whoever has one address of it has all
 * of them), or the id of a key or merchant.
 */
record Source(long high, long low) {

    private static final long V4 = 0xffff_0000_0000L;

    static Source of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new Source(bytes.getLong(), 0)
                : new Source(0, V4 | Integer.toUnsignedLong(bytes.getInt()));
    }

    /** In the manner of a key's id, which has other bits set (RFC 9562 variant). */
    UUID asId() {
        return new UUID(high, low);
    }

    static Source of(UUID id) {
        return new Source(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
