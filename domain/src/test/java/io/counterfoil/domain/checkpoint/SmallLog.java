package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.Prover;
import io.counterfoil.domain.merkletree.Tile;
import io.counterfoil.domain.merkletree.Tree;
import io.counterfoil.domain.signednote.NoteSigner;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.signednote.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A whole log in memory, for tests. */
final class SmallLog {

    private static final String ORIGIN = "example.com/receipts";

    private final NoteSigner signer;
    private final Map<String, Tile> tiles = new HashMap<>();
    private final Tree tree;

    private SmallLog(String origin, List<byte[]> entries) {
        this.signer = new NoteSigner(origin, "0123456789abcdef0123456789abcdef".getBytes(UTF_8));
        Tree.Growth growth = Tree.EMPTY.append(entries.stream().map(Hash::leaf).toList());
        growth.tiles().forEach(tile -> tiles.put(tile.level() + "/" + tile.index(), tile));
        this.tree = growth.tree();
    }

    static SmallLog of(int size) {
        return named(ORIGIN, size);
    }

    static SmallLog named(String origin, int size) {
        return new SmallLog(
                origin, IntStream.range(0, size).mapToObj(SmallLog::entry).toList());
    }

    /** A log with entries of one's own. */
    static SmallLog holding(List<byte[]> entries) {
        return new SmallLog(ORIGIN, entries);
    }

    static byte[] entry(int index) {
        return ("entry " + index).getBytes(UTF_8);
    }

    NoteSigner signer() {
        return signer;
    }

    NoteVerifier verifier() {
        return signer.verifier();
    }

    Hash root() {
        return tree.root();
    }

    SignedNote checkpoint() {
        return signer.sign(new Checkpoint(verifier().name(), tree.size(), tree.root()).text());
    }

    /** Writes the tiles by the names that they are served under. */
    Path writeTiles(Path directory) throws IOException {
        for (Tile tile : tiles.values()) {
            Path file = directory.resolve(tile.path().text());
            Files.createDirectories(file.getParent());
            Files.write(file, tile.bytes());
        }
        return directory;
    }

    TlogProof prove(long index) {
        Prover prover = new Prover(tree.size(), (level, tile, width) -> tiles.get(level + "/" + tile));
        return new TlogProof(index, prover.inclusion(index).path(), checkpoint());
    }
}
