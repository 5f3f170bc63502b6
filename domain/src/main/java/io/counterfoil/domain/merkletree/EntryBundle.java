package io.counterfoil.domain.merkletree;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The entries below one tile of leaf hashes, each after its length in two bytes (tlog-tiles, section "Log entries"). */
public final class EntryBundle {

    private static final int LONGEST = 0xffff;

    private EntryBundle() {}

    /**
     * The bytes of a bundle.
     *
     * @param entries 1 to 256, of 65,535 bytes at most
     */
    public static byte[] bytes(List<byte[]> entries) {
        if (entries.isEmpty() || entries.size() > Tile.WIDTH) {
            throw new IllegalArgumentException("a bundle holds 1 to 256 entries");
        }
        ByteBuffer buffer = ByteBuffer.allocate(
                entries.stream().mapToInt(entry -> 2 + entry.length).sum());
        for (byte[] entry : entries) {
            if (entry.length > LONGEST) {
                throw new IllegalArgumentException("an entry has 65,535 bytes at most");
            }
            buffer.putShort((short) entry.length).put(entry);
        }
        return buffer.array();
    }

    /**
     * The entries of a bundle.
     *
     * @throws InvalidProof when it ends within an entry, or does not hold 1 to 256
     */
    public static List<byte[]> parse(byte[] bytes) {
        List<byte[]> entries = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                byte[] entry = new byte[buffer.getShort() & LONGEST];
                buffer.get(entry);
                entries.add(entry);
            }
        } catch (BufferUnderflowException cut) {
            throw new InvalidProof("A bundle ends within an entry, after %s whole ones.".formatted(entries.size()));
        }
        if (entries.isEmpty() || entries.size() > Tile.WIDTH) {
            throw new InvalidProof("A bundle does not hold 1 to 256 entries.");
        }
        return List.copyOf(entries);
    }
}
