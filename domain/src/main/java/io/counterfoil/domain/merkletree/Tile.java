package io.counterfoil.domain.merkletree;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to 256 neighbouring hashes of one level: hash number i of tile n on level l covers the 256^l leaves from
 * {@code (256 n + i) 256^l}. A full tile never changes; a partial one only grows at its end.
 */
public record Tile(int level, long index, List<Hash> hashes) {

    public static final int WIDTH = 256;

    public Tile {
        if (hashes.isEmpty() || hashes.size() > WIDTH) {
            throw new IllegalArgumentException("a tile holds 1 to 256 hashes");
        }
        hashes = List.copyOf(hashes);
    }

    /**
     * A tile from the bytes that are served and stored: its hashes, one after the other.
     *
     * @throws InvalidProof when they are not 1 to 256 hashes
     */
    public static Tile parse(int level, long index, byte[] bytes) {
        if (bytes.length == 0 || bytes.length % Hash.LENGTH != 0 || bytes.length > WIDTH * Hash.LENGTH) {
            throw new InvalidProof("A tile is not 1 to 256 hashes.");
        }
        List<Hash> hashes = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            byte[] hash = new byte[Hash.LENGTH];
            buffer.get(hash);
            hashes.add(Hash.of(hash));
        }
        return new Tile(level, index, hashes);
    }

    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(hashes.size() * Hash.LENGTH);
        hashes.forEach(hash -> buffer.put(hash.bytes()));
        return buffer.array();
    }

    public TilePath path() {
        return new TilePath(level, index, hashes.size());
    }
}
