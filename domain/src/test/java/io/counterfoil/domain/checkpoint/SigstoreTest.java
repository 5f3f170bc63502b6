package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import io.counterfoil.domain.merkletree.Hash;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What another project, which checks the proofs of Sigstore's logs, says of ours. */
class SigstoreTest {

    @Test
    void accepts_our_proofs() {
        for (int size : new int[] {1, 2, 3, 7, 8, 255, 256, 257, 300, 65_537}) {
            SmallLog log = SmallLog.of(size);
            for (int index : new int[] {0, size / 3, size / 2, size - 1}) {
                assertThatCode(() -> verify(log, size, index, index))
                        .as("leaf %s of %s", index, size)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void refuses_a_proof_of_another_leaf() {
        SmallLog log = SmallLog.of(300);
        assertThatThrownBy(() -> verify(log, 300, 100, 101)).isInstanceOf(InclusionProofVerificationException.class);
    }

    /** As the proof is served: parsed from its text. */
    private static void verify(SmallLog log, int size, int index, int claimed) throws Exception {
        TlogProof proof = TlogProof.parse(log.prove(index).text().getBytes(UTF_8));
        List<byte[]> path = proof.path().stream().map(Hash::bytes).toList();
        byte[] leaf = Hash.leaf(SmallLog.entry(claimed)).bytes();
        InclusionProofVerifier.verify(
                leaf, proof.index(), size, path, log.root().bytes());
    }
}
