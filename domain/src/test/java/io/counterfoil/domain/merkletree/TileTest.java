package io.counterfoil.domain.merkletree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 273, 112, tile/0/273.p/112",
        "2, 0, 1, tile/2/000.p/1",
        "0, 999, 256, tile/0/999",
        "0, 1000, 256, tile/0/x001/000",
        "1, 1234067, 256, tile/1/x001/x234/067",
        "63, 1234067, 255, tile/63/x001/x234/067.p/255",
        "-1, 1234067, 7, tile/entries/x001/x234/067.p/7",
    })
    void stands_where_tlog_tiles_says(int level, long index, int width, String path) {
        TilePath tile = new TilePath(level, index, width);
        assertThat(tile.text()).isEqualTo(path);
        assertThat(TilePath.parse(path)).contains(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/x/000",
                "tile/0/x000/001",
                "tile/0/001/000",
                "tile/0/x001",
                "tile/0/000.p/0",
                "tile/0/000.p/00",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/257",
                "tile/0/000.p/",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/../000",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "tile/0/\u0660\u0660\u0660",
                "tile/entries",
                "tile/Entries/000",
                "tile/0/000\n",
            })
    void is_found_by_no_other_path(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }

    @Test
    void reads_back_what_it_wrote() {
        Tile tile = new Tile(1, 7, List.of(Hash.EMPTY, Hash.leaf(new byte[] {1})));
        assertThat(tile.bytes()).hasSize(64);
        assertThat(Tile.parse(1, 7, tile.bytes())).isEqualTo(tile);
        Tile full = new Tile(0, 0, Collections.nCopies(256, Hash.EMPTY));
        assertThat(full.bytes()).hasSize(8192);
        assertThat(Tile.parse(0, 0, full.bytes())).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33, 257 * 32})
    void refuses_bytes_that_are_not_1_to_256_hashes(int length) {
        assertThatThrownBy(() -> Tile.parse(0, 0, new byte[length])).isInstanceOf(InvalidProof.class);
    }

    @Test
    void writes_the_length_before_each_entry_of_a_bundle() {
        List<byte[]> entries = List.of(new byte[] {1, 2, 3}, new byte[0], new byte[300]);
        byte[] bundle = EntryBundle.bytes(entries);
        assertThat(bundle).startsWith(0, 3, 1, 2, 3, 0, 0, 1, 44).hasSize(3 * 2 + 303);
        assertThat(EntryBundle.parse(bundle)).usingRecursiveComparison().isEqualTo(entries);
        byte[] longest = EntryBundle.bytes(List.of(new byte[65_535]));
        assertThat(EntryBundle.parse(longest).get(0)).hasSize(65_535);
    }

    @Test
    void refuses_a_bundle_that_is_cut_or_empty_or_too_large() {
        byte[] bundle = EntryBundle.bytes(List.of(new byte[32]));
        for (int length = 0; length < bundle.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bundle, length);
            assertThatThrownBy(() -> EntryBundle.parse(cut)).isInstanceOf(InvalidProof.class);
        }
        assertThatThrownBy(() -> EntryBundle.parse(new byte[2 * 257])).isInstanceOf(InvalidProof.class);
        assertThatThrownBy(() -> EntryBundle.bytes(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.bytes(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE",
                "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsF=",
                "NmQuc8JUCrEh46a_lUWwokmCzYMOsT080Z3jzmwCHsE=",
                "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHg==",
                " NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=",
            })
    void refuses_a_hash_in_another_spelling(String base64) {
        assertThatThrownBy(() -> Hash.parse(base64)).isInstanceOf(InvalidProof.class);
    }
}
