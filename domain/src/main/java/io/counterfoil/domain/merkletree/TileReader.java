package io.counterfoil.domain.merkletree;

/** Where tiles are kept. */
@FunctionalInterface
public interface TileReader {

    /**
     * Reads a tile that the tree has.
     *
     * @param width how many of its hashes are needed; the tile may have grown since, and then it holds more
     */
    Tile read(int level, long index, int width);
}
