package io.counterfoil.domain.merkletree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TreeTest {

    @Test
    void knows_the_root_of_a_b_and_c() {
        List<Hash> leaves = Stream.of("a", "b", "c")
                .map(entry -> Hash.leaf(entry.getBytes(US_ASCII)))
                .toList();
        assertThat(Tree.EMPTY.append(leaves).tree().root().base64())
                .isEqualTo("NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=");
    }

    @Test
    void has_the_hash_of_nothing_for_the_root_of_the_empty_tree() {
        assertThat(Tree.EMPTY.root().base64()).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assertThat(new Prover(0, (level, index, width) -> {
                            throw new AssertionError("there is no tile");
                        })
                        .root())
                .isEqualTo(Hash.EMPTY);
    }

    @Test
    void has_the_root_that_RFC_6962_defines_at_every_size() {
        GrownTree grown = new GrownTree(1_000);
        for (int size = 1; size <= 1_000; size++) {
            Tree tree = grown.growTo(size).tree();
            assertThat(tree.root().bytes()).as("size %d", size).isEqualTo(grown.reference.mth(0, size));
            assertThat(Tree.load(size, grown)).isEqualTo(tree);
            assertThat(new Prover(size, grown).root()).isEqualTo(tree.root());
        }
    }

    @Test
    void does_not_depend_on_how_the_leaves_came_in() {
        Random random = new Random(6962);
        GrownTree grown = new GrownTree(140_000);
        int size = 0;
        while (size < 140_000) {
            size = Math.min(140_000, size + random.nextInt(3_000));
            grown.growTo(size);
        }
        assertThat(grown.tree())
                .isEqualTo(new GrownTree(140_000).growTo(140_000).tree());
        assertThat(grown.tree().root().bytes()).isEqualTo(grown.reference.mth(0, 140_000));
    }

    @Test
    void lays_70_000_leaves_out_as_tlog_tiles_says() {
        GrownTree grown = new GrownTree(70_000).growTo(300).growTo(65_537).growTo(70_000);
        Map<String, Long> layout = grown.tiles().values().stream()
                .collect(Collectors.groupingBy(
                        tile -> tile.level() + " x " + tile.hashes().size(), TreeMap::new, Collectors.counting()));
        assertThat(layout).isEqualTo(Map.of("0 x 256", 273L, "0 x 112", 1L, "1 x 256", 1L, "1 x 17", 1L, "2 x 1", 1L));
        assertThat(grown.tiles().values().stream()
                        .sorted(Comparator.comparingInt(Tile::level).thenComparingLong(Tile::index))
                        .map(tile -> tile.path().text()))
                .startsWith("tile/0/000", "tile/0/001")
                .contains("tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17")
                .endsWith("tile/2/000.p/1");
    }

    @Test
    void has_a_level_1_tile_of_one_hash_at_256_leaves() {
        GrownTree grown = new GrownTree(256).growTo(256);
        assertThat(grown.tiles().values())
                .extracting(tile -> tile.path().text())
                .containsExactlyInAnyOrder("tile/0/000", "tile/1/000.p/1");
    }

    @Test
    void stays_as_it_is_when_nothing_is_appended() {
        Tree tree = new GrownTree(300).growTo(300).tree();
        assertThat(tree.append(List.of())).isEqualTo(new Tree.Growth(tree, List.of()));
    }

    @Test
    void refuses_an_edge_that_is_not_that_of_its_size() {
        Hash hash = Hash.EMPTY;
        assertThatThrownBy(() -> new Tree(2, List.of(List.of(hash)))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tree(1, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tree(256, List.of(List.of()))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tree(0, List.of(List.of(hash)))).isInstanceOf(IllegalArgumentException.class);
    }
}
