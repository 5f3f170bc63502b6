package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.signednote.NoteSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a verifier is given: two checkpoints as they were saved, the newer one's tiles, and the key that signed each.
 *
 * @param tiles a directory
 */
record ConsistencyCase(String name, byte[] older, byte[] newer, Path tiles, String key, String newerKey) {

    /** In one tile, each of whose hashes it takes to get from the older to the newer tree. */
    private static final int OLDER = 3;

    private static final int NEWER = 6;

    private static final Map<Integer, SmallLog> LOGS = new ConcurrentHashMap<>();

    /** All in order, over the edges of tiles. */
    static List<ConsistencyCase> good(Path directory) throws IOException {
        List<ConsistencyCase> cases = new ArrayList<>();
        for (int newer : new int[] {1, 2, 3, 6, 7, 8, 255, 256, 257, 300, 512, 700, 66_000}) {
            Path tiles = log(newer).writeTiles(directory.resolve("good-" + newer));
            for (int older : new int[] {0, 1, 2, 3, 5, 128, 255, 256, 257, 511, 512, 65_536, newer - 1, newer}) {
                if (older <= newer) {
                    cases.add(of(older, newer, tiles));
                }
            }
        }
        // whose partial tiles were cleared away when they were full
        cases.add(of(OLDER, NEWER, log(256).writeTiles(directory.resolve("full"))));
        NoteSigner next = new NoteSigner(log(1).verifier().name(), new byte[32]);
        ConsistencyCase rolled = of(OLDER, NEWER, log(NEWER).writeTiles(directory.resolve("rolled")));
        cases.add(new ConsistencyCase(
                "another key since",
                rolled.older,
                next.sign(text(NEWER)).bytes(),
                rolled.tiles,
                rolled.key,
                next.verifier().text()));
        return cases;
    }

    /** What is wrong in one thing. */
    static List<ConsistencyCase> tampered(Path directory) throws IOException {
        ConsistencyCase good = of(OLDER, NEWER, log(NEWER).writeTiles(directory.resolve("tampered")));
        List<ConsistencyCase> cases = new ArrayList<>();
        for (int at = 0; at < good.older.length; at++) {
            cases.add(good.withOlder("older byte " + at, flip(good.older, at)));
        }
        for (int at = 0; at < good.newer.length; at++) {
            cases.add(good.withNewer("newer byte " + at, flip(good.newer, at)));
        }
        for (int at = 0; at < NEWER * Hash.LENGTH; at += 7) {
            int byteOfTile = at;
            cases.add(good.withTile(directory, "tile-byte-" + at, tile -> flip(tile, byteOfTile)));
        }
        SmallLog log = log(NEWER);
        SmallLog forked = SmallLog.holding(Stream.of("a", "b", "c", "d", "e", "f")
                .map(entry -> entry.getBytes(UTF_8))
                .toList());
        cases.add(good.withOlder("a fork of the older", signed(log, OLDER, forked.root())));
        cases.add(good.withOlder("another tree of the same size", signed(log, NEWER, forked.root())));
        cases.add(good.withOlder("an empty tree with a root", signed(log, 0, forked.root())));
        cases.add(good.withNewer("a fork of the newer", signed(log, NEWER, forked.root())));
        cases.add(good.withNewer(
                        "a fork of the newer, with its tiles",
                        forked.checkpoint().bytes())
                .withTiles(forked.writeTiles(directory.resolve("forked"))));
        cases.add(new ConsistencyCase("the wrong way round", good.newer, good.older, good.tiles, good.key, good.key));
        cases.add(good.withTile(directory, "no-tile", tile -> new byte[0]));
        cases.add(good.withTiles(directory.resolve("nowhere")));
        cases.add(good.withTile(directory, "cut-short", tile -> Arrays.copyOf(tile, tile.length - 1)));
        SmallLog elsewhere = SmallLog.named("example.com/other", NEWER);
        cases.add(good.withNewer("another log's", elsewhere.checkpoint().bytes()));
        cases.add(new ConsistencyCase(
                "another log's, with its key",
                good.older,
                elsewhere.checkpoint().bytes(),
                good.tiles,
                good.key,
                elsewhere.verifier().text()));
        cases.add(new ConsistencyCase("no key", good.older, good.newer, good.tiles, "x", good.key));
        return cases;
    }

    private static ConsistencyCase of(int older, int newer, Path tiles) {
        SmallLog log = log(newer);
        return new ConsistencyCase(
                older + " to " + newer,
                log(older).checkpoint().bytes(),
                log.checkpoint().bytes(),
                tiles,
                log.verifier().text(),
                log.verifier().text());
    }

    /** Made once: the large ones take their time. */
    private static SmallLog log(int size) {
        return LOGS.computeIfAbsent(size, SmallLog::of);
    }

    private static String text(int size) {
        SmallLog log = log(size);
        return new Checkpoint(log.verifier().name(), size, log.root()).text();
    }

    private static byte[] signed(SmallLog log, int size, Hash root) {
        return log.signer()
                .sign(new Checkpoint(log.verifier().name(), size, root).text())
                .bytes();
    }

    private static byte[] flip(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << (at % 8));
        return flipped;
    }

    private ConsistencyCase withOlder(String change, byte[] changed) {
        return new ConsistencyCase(change, changed, newer, tiles, key, newerKey);
    }

    private ConsistencyCase withNewer(String change, byte[] changed) {
        return new ConsistencyCase(change, older, changed, tiles, key, newerKey);
    }

    private ConsistencyCase withTiles(Path others) {
        return new ConsistencyCase(others.getFileName().toString(), older, newer, others, key, newerKey);
    }

    /** The one tile changed, or gone where nothing is left of it. */
    private ConsistencyCase withTile(Path directory, String change, UnaryOperator<byte[]> changed) throws IOException {
        Path others = log(NEWER).writeTiles(directory.resolve(change));
        Path tile = others.resolve("tile/0/000.p/" + NEWER);
        byte[] bytes = changed.apply(Files.readAllBytes(tile));
        Files.delete(tile);
        if (bytes.length > 0) {
            Files.write(tile, bytes);
        }
        return withTiles(others);
    }

    /** One line for the programs that take many cases. */
    String line() {
        return Stream.of(older, newer, tiles.toString().getBytes(UTF_8), key.getBytes(UTF_8), newerKey.getBytes(UTF_8))
                .map(Base64.getEncoder()::encodeToString)
                .collect(Collectors.joining(" "));
    }
}
