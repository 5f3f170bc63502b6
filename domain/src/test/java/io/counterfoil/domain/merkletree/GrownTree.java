package io.counterfoil.domain.merkletree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A tree with its tiles in memory, beside the same tree as RFC 6962 defines it. Entry number i is the 4 bytes of i. */
final class GrownTree implements TileReader {

    private final Map<TilePath, Tile> tiles = new HashMap<>();
    private final List<byte[]> entries;
    private Tree tree = Tree.EMPTY;

    final Rfc6962 reference;

    GrownTree(int mostLeaves) {
        entries = IntStream.range(0, mostLeaves)
                .mapToObj(i -> ByteBuffer.allocate(4).putInt(i).array())
                .toList();
        reference = new Rfc6962(entries);
    }

    Tree tree() {
        return tree;
    }

    Map<TilePath, Tile> tiles() {
        return tiles;
    }

    Hash leaf(int index) {
        return Hash.leaf(entries.get(index));
    }

    GrownTree growTo(int size) {
        Tree.Growth growth = tree.append(
                IntStream.range((int) tree.size(), size).mapToObj(this::leaf).toList());
        tree = growth.tree();
        for (Tile tile : growth.tiles()) {
            Tile before = tiles.put(place(tile.level(), tile.index()), tile);
            if (before != null) {
                assertThat(before.hashes())
                        .as("a full tile is never written again")
                        .hasSizeLessThan(Tile.WIDTH);
                assertThat(tile.hashes()).startsWith(before.hashes().toArray(Hash[]::new));
            }
        }
        return this;
    }

    @Override
    public Tile read(int level, long index, int width) {
        Tile tile = tiles.get(place(level, index));
        assertThat(tile).as("tile %d of level %d", index, level).isNotNull();
        assertThat(tile.hashes()).hasSizeGreaterThanOrEqualTo(width);
        return tile;
    }

    private static TilePath place(int level, long index) {
        return new TilePath(level, index, Tile.WIDTH);
    }
}
