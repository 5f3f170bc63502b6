package io.counterfoil.domain.merkletree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes proofs about a tree of one size from its tiles; what is needed is read and hashed once. Not for several threads. */
public final class Prover {

    private static final int BITS = 8;

    private final long size;
    private final TileReader tiles;
    private final Map<TilePath, Tile> read = new HashMap<>();
    private final Map<Range, Hash> hashed = new HashMap<>();

    public Prover(long size, TileReader tiles) {
        this.size = size;
        this.tiles = tiles;
    }

    /** The root hash, from all that is left of the tree's edge. */
    public Hash root() {
        return size == 0 ? Hash.EMPTY : range(0, size);
    }

    /**
     * Proves that the leaf at an index is in the tree.
     *
     * @throws IllegalArgumentException when there is no such leaf
     */
    public InclusionProof inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("the tree has no leaf " + index);
        }
        List<Hash> path = new ArrayList<>();
        inclusion(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    /**
     * Proves that the tree continues the one of an older size.
     *
     * @throws IllegalArgumentException when the older size is larger
     */
    public ConsistencyProof consistency(long oldSize) {
        if (oldSize < 0 || oldSize > size) {
            throw new IllegalArgumentException("the tree was never of size " + oldSize);
        }
        List<Hash> path = new ArrayList<>();
        if (oldSize > 0) {
            consistency(oldSize, 0, size, true, path);
        }
        return new ConsistencyProof(oldSize, size, path);
    }

    /** PATH of RFC 6962, section 2.1.1, for the leaves from start to end. */
    private void inclusion(long index, long start, long end, List<Hash> path) {
        if (end - start == 1) {
            return;
        }
        long middle = start + Long.highestOneBit(end - start - 1);
        if (index < middle) {
            inclusion(index, start, middle, path);
            path.add(range(middle, end));
        } else {
            inclusion(index, middle, end, path);
            path.add(range(start, middle));
        }
    }

    /** SUBPROOF of RFC 6962, section 2.1.2; whole says that start to end is all of the older tree, whose root is known. */
    private void consistency(long oldSize, long start, long end, boolean whole, List<Hash> path) {
        if (oldSize == end) {
            if (!whole) {
                path.add(range(start, end));
            }
            return;
        }
        long middle = start + Long.highestOneBit(end - start - 1);
        if (oldSize <= middle) {
            consistency(oldSize, start, middle, whole, path);
            path.add(range(middle, end));
        } else {
            consistency(oldSize, middle, end, false, path);
            path.add(range(start, middle));
        }
    }

    /** MTH of RFC 6962, section 2.1, of the leaves from start to end. */
    private Hash range(long start, long end) {
        Range range = new Range(start, end);
        Hash known = hashed.get(range);
        if (known == null) {
            known = hash(start, end - start);
            hashed.put(range, known);
        }
        return known;
    }

    private Hash hash(long start, long count) {
        if (Long.bitCount(count) == 1) {
            return complete(start, Long.numberOfTrailingZeros(count));
        }
        long middle = start + Long.highestOneBit(count);
        return Hash.node(range(start, middle), range(middle, start + count));
    }

    /** The hash of 2^height leaves, which lie within one tile of the level below. */
    private Hash complete(long start, int height) {
        int level = height / BITS;
        long first = start >>> (BITS * level);
        int from = (int) first & (Tile.WIDTH - 1);
        return Hash.root(tile(level, first >>> BITS).hashes().subList(from, from + (1 << (height % BITS))));
    }

    private Tile tile(int level, long index) {
        int width = (int) Math.min(Tile.WIDTH, (size >>> (BITS * level)) - index * Tile.WIDTH);
        return read.computeIfAbsent(
                new TilePath(level, index, width), path -> tiles.read(path.level(), path.index(), path.width()));
    }

    private record Range(long start, long end) {}
}
