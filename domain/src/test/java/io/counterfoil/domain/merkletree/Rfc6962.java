package io.counterfoil.domain.merkletree;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RFC 6962, section 2.1, word for word, with nothing of the code under test; only the hashes are remembered. */
public final class Rfc6962 {

    private final List<byte[]> entries;
    private final Map<List<Integer>, byte[]> known = new HashMap<>();

    public Rfc6962(List<byte[]> entries) {
        this.entries = entries;
    }

    /** MTH(D[start:end]). */
    public byte[] mth(int start, int end) {
        byte[] hash = known.get(List.of(start, end));
        if (hash == null) {
            int n = end - start;
            if (n == 0) {
                hash = sha256();
            } else if (n == 1) {
                hash = sha256(new byte[] {0}, entries.get(start));
            } else {
                int k = largestPowerOfTwoBelow(n);
                hash = sha256(new byte[] {1}, mth(start, start + k), mth(start + k, end));
            }
            known.put(List.of(start, end), hash);
        }
        return hash;
    }

    /** PATH(m, D[start:end]). */
    public List<byte[]> path(int m, int start, int end) {
        int n = end - start;
        if (n == 1) {
            return List.of();
        }
        int k = largestPowerOfTwoBelow(n);
        return m < k
                ? append(path(m, start, start + k), mth(start + k, end))
                : append(path(m - k, start + k, end), mth(start, start + k));
    }

    /** PROOF(m, D[0:n]). */
    public List<byte[]> proof(int m, int n) {
        return subproof(m, 0, n, true);
    }

    private List<byte[]> subproof(int m, int start, int end, boolean b) {
        int n = end - start;
        if (m == n) {
            return b ? List.of() : List.of(mth(start, end));
        }
        int k = largestPowerOfTwoBelow(n);
        return m <= k
                ? append(subproof(m, start, start + k, b), mth(start + k, end))
                : append(subproof(m - k, start + k, end, false), mth(start, start + k));
    }

    private static int largestPowerOfTwoBelow(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> append(List<byte[]> list, byte[] last) {
        List<byte[]> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
