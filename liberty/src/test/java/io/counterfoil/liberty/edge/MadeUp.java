package io.counterfoil.liberty.edge;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Credentials of the right form that were never issued: only a look-up can tell. */
final class MadeUp {

    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private MadeUp() {}

    /** A prefix, thirty characters, and their checksum. */
    static String credential(String prefix, String random) {
        CRC32 crc = new CRC32();
        crc.update(random.getBytes(StandardCharsets.US_ASCII));
        StringBuilder checksum = new StringBuilder();
        for (long rest = crc.getValue(); checksum.length() < 6; rest /= 62) {
            checksum.insert(0, BASE_62.charAt((int) (rest % 62)));
        }
        return prefix + random + checksum;
    }

    static String key(int number) {
        return credential("sk_test_", "%30s".formatted(number).replace(' ', 'A'));
    }
}
