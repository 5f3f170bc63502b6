package io.counterfoil.domain.merkletree;

import java.util.List;

/**
 * That a leaf stands at an index of a tree of a size (RFC 6962, section 2.1.1).
 *
 * @param path from the leaf's sibling up to the root's child
 */
public record InclusionProof(long index, long size, List<Hash> path) {

    public InclusionProof {
        path = List.copyOf(path);
    }

    /**
     * Checks the proof (RFC 9162, section 2.1.3.2).
     *
     * @throws InvalidProof when it does not lead from this leaf to this root
     */
    public void verify(Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            throw new InvalidProof("The index is not in the tree.");
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                throw new InvalidProof("The proof is too long.");
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.node(sibling, hash);
                // the last node of a level without a sibling moves up as it is
                int up = Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = Hash.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw new InvalidProof("The proof is too short.");
        }
        if (!hash.equals(root)) {
            throw new InvalidProof("The proof does not lead to the root.");
        }
    }
}
