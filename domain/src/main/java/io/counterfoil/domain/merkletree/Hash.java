package io.counterfoil.domain.merkletree;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A SHA-256 hash in the tree, 32 bytes. Leaves and nodes are hashed apart (RFC 6962, section 2.1), so neither passes for the other. */
public final class Hash {

    public static final int LENGTH = 32;

    /** The root of the tree without leaves. */
    public static final Hash EMPTY = new Hash(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A hash that was made elsewhere.
     *
     * @throws IllegalArgumentException when it is not 32 bytes long
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes");
        }
        return new Hash(bytes.clone());
    }

    /**
     * A hash in base64 (RFC 4648, section 4), in the one spelling that {@link #base64} gives.
     *
     * @throws InvalidProof when it is something else
     */
    public static Hash parse(String base64) {
        try {
            Hash hash = of(Base64.getDecoder().decode(base64));
            if (hash.base64().equals(base64)) {
                return hash;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, with the other spellings
        }
        throw new InvalidProof("A hash is not 32 bytes in base64.");
    }

    /** The hash of an entry. */
    public static Hash leaf(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return new Hash(digest.digest(entry));
    }

    /** The hash of two subtrees, the left one complete. */
    public static Hash node(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    /**
     * The hash of neighbouring subtrees: all complete and of one size, but for the last one, which may be smaller.
     * RFC 6962 splits before the largest power of two less than the number of leaves, which is never inside of one.
     */
    static Hash root(List<Hash> subtrees) {
        if (subtrees.size() == 1) {
            return subtrees.get(0);
        }
        int left = Integer.highestOneBit(subtrees.size() - 1);
        return node(root(subtrees.subList(0, left)), root(subtrees.subList(left, subtrees.size())));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
