package io.counterfoil.domain.merkletree;

import java.util.ArrayList;
import java.util.List;

/** That a tree has grown from an older one with nothing in it changed (RFC 6962, section 2.1.2). */
public record ConsistencyProof(long oldSize, long size, List<Hash> path) {

    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /**
     * Checks the proof (RFC 9162, section 2.1.4.2).
     *
     * @throws InvalidProof when the tree with one root is no continuation of that with the other
     */
    public void verify(Hash oldRoot, Hash root) {
        if (oldSize < 0 || oldSize > size) {
            throw new InvalidProof("The older tree is the larger one.");
        }
        if (oldSize == 0 || oldSize == size) {
            requireNoPath(oldRoot, root);
            return;
        }
        List<Hash> nodes = new ArrayList<>(path);
        if (Long.bitCount(oldSize) == 1) {
            nodes.add(0, oldRoot); // a complete tree is a node of the new one
        }
        if (nodes.isEmpty()) {
            throw new InvalidProof("The proof is too short.");
        }
        climb(nodes, oldRoot, root);
    }

    private void climb(List<Hash> nodes, Hash oldRoot, Hash root) {
        int up = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >>> up;
        long last = (size - 1) >>> up;
        Hash oldHash = nodes.get(0);
        Hash hash = oldHash;
        for (Hash sibling : nodes.subList(1, nodes.size())) {
            if (last == 0) {
                throw new InvalidProof("The proof is too long.");
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = Hash.node(sibling, oldHash);
                hash = Hash.node(sibling, hash);
                up = Long.numberOfTrailingZeros(node);
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
        if (!oldHash.equals(oldRoot)) {
            throw new InvalidProof("The proof does not lead to the older root.");
        }
        if (!hash.equals(root)) {
            throw new InvalidProof("The proof does not lead to the root.");
        }
    }

    private void requireNoPath(Hash oldRoot, Hash root) {
        if (!path.isEmpty()) {
            throw new InvalidProof("The proof is too long.");
        }
        if (!oldRoot.equals(oldSize == 0 ? Hash.EMPTY : root)) {
            throw new InvalidProof("Trees of one size have different roots.");
        }
    }
}
