package io.counterfoil.webhooks.egress;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hosts that are numbers, read as the WHATWG URL Standard reads them (section 3.5): one to four parts, each decimal, octal
 * or hexadecimal, the last one filling what is left. Java knows only some of them, and takes an octal part for a decimal.
 */
public final class NumericHost {

    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]*|[0-9]+");
    private static final int BYTES = 4;

    private NumericHost() {}

    /** Whether a host is meant as an IPv4 address and can't be a name: its last part is a number. */
    public static boolean is(String host) {
        String[] parts = parts(host);
        return host.indexOf(':') < 0 && NUMBER.matcher(parts[parts.length - 1]).matches();
    }

    /**
     * The address that such a host stands for.
     *
     * @throws UnknownHostException when it stands for none
     */
    public static InetAddress address(String host) throws UnknownHostException {
        String[] parts = parts(host);
        if (parts.length > BYTES) {
            throw new UnknownHostException(host);
        }
        byte[] address = new byte[BYTES];
        for (int i = 0; i < parts.length; i++) {
            int room = i < parts.length - 1 ? 1 : BYTES - i;
            BigInteger number = number(parts[i]);
            if (number.bitLength() > 8 * room) {
                throw new UnknownHostException(host);
            }
            for (int j = 0; j < room; j++) {
                address[i + room - 1 - j] = number.shiftRight(8 * j).byteValue();
            }
        }
        return InetAddress.getByAddress(host, address);
    }

    private static BigInteger number(String part) throws UnknownHostException {
        if (!NUMBER.matcher(part).matches()) {
            throw new UnknownHostException(part);
        }
        boolean hexadecimal = part.toLowerCase(Locale.ROOT).startsWith("0x");
        boolean octal = !hexadecimal && part.startsWith("0");
        try {
            return new BigInteger("0" + part.substring(hexadecimal ? 2 : 0), hexadecimal ? 16 : octal ? 8 : 10);
        } catch (NumberFormatException notOctal) {
            throw new UnknownHostException(part);
        }
    }

    /** A dot at the end says nothing. */
    private static String[] parts(String host) {
        return (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).split("\\.", -1);
    }
}
