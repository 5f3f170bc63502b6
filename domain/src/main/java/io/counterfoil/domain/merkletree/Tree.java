package io.counterfoil.domain.merkletree;

import java.util.ArrayList;
import java.util.List;

/**
 * A tree as whoever extends it needs it: its size, and of each level the hashes that do not fill a tile yet. That is all
 * it takes to append and to know the root; everything to the left is in full tiles and never read again.
 *
 * @param edge of each level, from the leaves up, 0 to 255 hashes
 */
public record Tree(long size, List<List<Hash>> edge) {

    public static final Tree EMPTY = new Tree(0, List.of());

    private static final int BITS = 8;

    public Tree {
        edge = edge.stream().map(List::copyOf).toList();
        for (int level = 0; level < edge.size() || size >>> (BITS * level) > 0; level++) {
            if (level >= edge.size() || edge.get(level).size() != width(size, level)) {
                throw new IllegalArgumentException("the edge is not that of a tree of this size");
            }
        }
    }

    /** What an append made: the tree after it, and each tile that is new or has grown. */
    public record Growth(Tree tree, List<Tile> tiles) {

        public Growth {
            tiles = List.copyOf(tiles);
        }
    }

    /** The tree of a size, from its partial tiles. */
    public static Tree load(long size, TileReader tiles) {
        List<List<Hash>> edge = new ArrayList<>();
        for (int level = 0; size >>> (BITS * level) > 0; level++) {
            int width = width(size, level);
            long index = size >>> (BITS * level) >>> BITS;
            edge.add(
                    width == 0
                            ? List.of()
                            : tiles.read(level, index, width).hashes().subList(0, width));
        }
        return new Tree(size, edge);
    }

    /** Appends leaves, in their order. */
    public Growth append(List<Hash> leaves) {
        List<Tile> tiles = new ArrayList<>();
        List<List<Hash>> grown = new ArrayList<>(edge);
        List<Hash> added = leaves;
        for (int level = 0; !added.isEmpty(); level++) {
            if (level == grown.size()) {
                grown.add(List.of());
            }
            long index = size >>> (BITS * level) >>> BITS;
            List<Hash> full = new ArrayList<>();
            List<Hash> open = new ArrayList<>(grown.get(level));
            for (Hash hash : added) {
                open.add(hash);
                if (open.size() == Tile.WIDTH) {
                    tiles.add(new Tile(level, index++, open));
                    full.add(Hash.root(open));
                    open = new ArrayList<>();
                }
            }
            if (!open.isEmpty()) {
                tiles.add(new Tile(level, index, open));
            }
            grown.set(level, open);
            added = full;
        }
        return new Growth(new Tree(size + leaves.size(), grown), tiles);
    }

    /** The root hash. */
    public Hash root() {
        List<Hash> below = List.of();
        for (List<Hash> level : edge) {
            List<Hash> subtrees = new ArrayList<>(level);
            subtrees.addAll(below);
            below = subtrees.isEmpty() ? List.of() : List.of(Hash.root(subtrees));
        }
        return below.isEmpty() ? Hash.EMPTY : below.get(0);
    }

    /** The number of hashes in the partial tile of a level. */
    private static int width(long size, int level) {
        return (int) (size >>> (BITS * level)) & (Tile.WIDTH - 1);
    }
}
