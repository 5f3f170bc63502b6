package io.counterfoil.domain.merkletree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProofTest {

    @Test
    void proves_every_leaf_of_each_of_the_first_1_000_sizes() {
        GrownTree grown = new GrownTree(1_000).growTo(1_000);
        int proofs = 0;
        for (int size = 1; size <= 1_000; size++) {
            Prover prover = new Prover(size, grown);
            Hash root = Hash.of(grown.reference.mth(0, size));
            for (int index = 0; index < size; index++) {
                InclusionProof proof = prover.inclusion(index);
                assertSame(proof.path(), grown.reference.path(index, 0, size));
                proof.verify(grown.leaf(index), root);
                proofs++;
            }
        }
        assertThat(proofs).isEqualTo(1_000 * 1_001 / 2);
    }

    @Test
    void proves_every_pair_of_the_first_256_sizes_consistent() {
        GrownTree grown = new GrownTree(256).growTo(256);
        for (int size = 0; size <= 256; size++) {
            Prover prover = new Prover(size, grown);
            for (int oldSize = 0; oldSize <= size; oldSize++) {
                ConsistencyProof proof = prover.consistency(oldSize);
                if (oldSize > 0) {
                    assertSame(proof.path(), grown.reference.proof(oldSize, size));
                }
                proof.verify(root(grown, oldSize), root(grown, size));
            }
        }
    }

    @Test
    void proves_by_tiles_of_three_levels() {
        GrownTree grown = new GrownTree(140_000).growTo(140_000);
        Random random = new Random(9162);
        Set<Integer> sizes = new HashSet<>(Set.of(65_535, 65_536, 65_537, 131_072, 140_000));
        while (sizes.size() < 30) {
            sizes.add(1 + random.nextInt(140_000));
        }
        for (int size : sizes) {
            Prover prover = new Prover(size, grown);
            int index = random.nextInt(size);
            int oldSize = 1 + random.nextInt(size);
            assertSame(prover.inclusion(index).path(), grown.reference.path(index, 0, size));
            assertSame(prover.consistency(oldSize).path(), grown.reference.proof(oldSize, size));
            prover.inclusion(index).verify(grown.leaf(index), root(grown, size));
            prover.consistency(oldSize).verify(root(grown, oldSize), root(grown, size));
        }
    }

    @Test
    void reads_few_tiles_for_a_proof() {
        GrownTree grown = new GrownTree(70_000).growTo(70_000);
        List<String> read = new ArrayList<>();
        new Prover(70_000, (level, index, width) -> {
                    read.add(new TilePath(level, index, width).text());
                    return grown.read(level, index, width);
                })
                .inclusion(1_234);
        assertThat(read).containsExactlyInAnyOrder("tile/0/004", "tile/1/000", "tile/1/001.p/17", "tile/0/273.p/112");
    }

    @Test
    void refuses_an_inclusion_proof_with_anything_changed() {
        GrownTree grown = new GrownTree(40).growTo(40);
        for (int size = 1; size <= 40; size++) {
            Hash root = root(grown, size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = new Prover(size, grown).inclusion(index);
                Hash leaf = grown.leaf(index);
                refused(() -> proof.verify(flipped(leaf), root));
                refused(() -> proof.verify(leaf, flipped(root)));
                refused(() -> new InclusionProof(proof.index(), proof.size(), longer(proof.path())).verify(leaf, root));
                for (int at = 0; at < proof.path().size(); at++) {
                    List<Hash> changed = new ArrayList<>(proof.path());
                    changed.set(at, flipped(changed.get(at)));
                    refused(() -> new InclusionProof(proof.index(), proof.size(), changed).verify(leaf, root));
                    List<Hash> shorter = new ArrayList<>(proof.path());
                    shorter.remove(at);
                    refused(() -> new InclusionProof(proof.index(), proof.size(), shorter).verify(leaf, root));
                }
                for (int other = -1; other <= size; other++) {
                    InclusionProof moved = new InclusionProof(other, size, proof.path());
                    if (other != index) {
                        refused(() -> moved.verify(leaf, root));
                    }
                }
            }
        }
    }

    @Test
    void refuses_a_consistency_proof_with_anything_changed() {
        GrownTree grown = new GrownTree(40).growTo(40);
        for (int size = 1; size <= 40; size++) {
            for (int oldSize = 1; oldSize <= size; oldSize++) {
                Hash root = root(grown, size);
                Hash oldRoot = root(grown, oldSize);
                ConsistencyProof proof = new Prover(size, grown).consistency(oldSize);
                refused(() -> proof.verify(flipped(oldRoot), root));
                refused(() -> proof.verify(oldRoot, flipped(root)));
                refused(() -> new ConsistencyProof(proof.oldSize(), proof.size(), longer(proof.path()))
                        .verify(oldRoot, root));
                for (int at = 0; at < proof.path().size(); at++) {
                    List<Hash> changed = new ArrayList<>(proof.path());
                    changed.set(at, flipped(changed.get(at)));
                    refused(() -> new ConsistencyProof(proof.oldSize(), proof.size(), changed).verify(oldRoot, root));
                    List<Hash> shorter = new ArrayList<>(proof.path());
                    shorter.remove(at);
                    refused(() -> new ConsistencyProof(proof.oldSize(), proof.size(), shorter).verify(oldRoot, root));
                }
            }
        }
    }

    @Test
    void refuses_a_tree_that_shrank_and_an_empty_one_with_a_root() {
        Hash root = Hash.leaf(new byte[0]);
        refused(() -> new ConsistencyProof(2, 1, List.of()).verify(root, root));
        refused(() -> new ConsistencyProof(-1, 1, List.of()).verify(root, root));
        refused(() -> new ConsistencyProof(0, 1, List.of()).verify(root, root));
        refused(() -> new ConsistencyProof(0, 1, List.of(root)).verify(Hash.EMPTY, root));
        refused(() -> new ConsistencyProof(3, 4, List.of()).verify(root, root));
        new ConsistencyProof(0, 1, List.of()).verify(Hash.EMPTY, root);
    }

    @Test
    void proves_nothing_about_what_is_not_in_the_tree() {
        Prover prover = new Prover(3, new GrownTree(3).growTo(3));
        assertThatThrownBy(() -> prover.inclusion(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> prover.inclusion(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> prover.consistency(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takes_a_node_for_no_leaf() {
        Hash left = Hash.leaf(new byte[] {1});
        Hash right = Hash.leaf(new byte[] {2});
        byte[] both = java.util.Arrays.copyOf(left.bytes(), 64);
        System.arraycopy(right.bytes(), 0, both, 32, 32);
        assertThat(Hash.leaf(both)).isNotEqualTo(Hash.node(left, right));
    }

    private static Hash root(GrownTree grown, int size) {
        return Hash.of(grown.reference.mth(0, size));
    }

    private static Hash flipped(Hash hash) {
        byte[] bytes = hash.bytes();
        bytes[31] ^= 1;
        return Hash.of(bytes);
    }

    private static List<Hash> longer(List<Hash> path) {
        List<Hash> longer = new ArrayList<>(path);
        longer.add(Hash.EMPTY);
        return longer;
    }

    private static void assertSame(List<Hash> path, List<byte[]> expected) {
        assertThat(path).hasSameSizeAs(expected);
        for (int at = 0; at < expected.size(); at++) {
            assertThat(path.get(at).bytes()).isEqualTo(expected.get(at));
        }
    }

    private static void refused(Runnable verification) {
        assertThatThrownBy(verification::run).isInstanceOf(InvalidProof.class);
    }
}
