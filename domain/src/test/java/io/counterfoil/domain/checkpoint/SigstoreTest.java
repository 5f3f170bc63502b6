package io.counterfoil.domain.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.encryption.signers.Verifiers;
import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.Checkpoints;
import dev.sigstore.rekor.client.ImmutableInclusionProof;
import dev.sigstore.rekor.client.ImmutableRekorEntry;
import dev.sigstore.rekor.client.ImmutableVerification;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorVerificationException;
import dev.sigstore.rekor.client.RekorVerifier;
import dev.sigstore.trustroot.ImmutableLogId;
import dev.sigstore.trustroot.ImmutablePublicKey;
import dev.sigstore.trustroot.ImmutableTransparencyLog;
import dev.sigstore.trustroot.ImmutableValidFor;
import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.signednote.NoteVerifier;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What another project, which checks the proofs and checkpoints of Sigstore's logs, says of ours. */
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

    @Test
    void reads_our_checkpoint_and_finds_it_signed() throws Exception {
        SmallLog log = SmallLog.of(300);
        NoteVerifier key = log.verifier();

        RekorEntry.Checkpoint read = Checkpoints.from(log.prove(7).checkpoint().toString());

        assertThat(read.getOrigin()).isEqualTo(key.name());
        assertThat(read.getSize()).isEqualTo(300);
        assertThat(read.getBase64Hash()).isEqualTo(log.root().base64());
        RekorEntry.CheckpointSignature signature = read.getSignatures().get(0);
        assertThat(signature.getIdentity()).isEqualTo(key.name());
        assertThat(ByteBuffer.wrap(signature.getKeyHint()).getInt()).isEqualTo(key.keyId());
        byte[] signed = read.getSignedData().getBytes(UTF_8);
        assertThat(Verifiers.newVerifier(publicKey(key)).verify(signed, signature.getSignature()))
                .isTrue();
        signed[0] ^= 1;
        assertThat(Verifiers.newVerifier(publicKey(key)).verify(signed, signature.getSignature()))
                .isFalse();
    }

    /** All that it asks of an entry of Rekor. A log's name must be a host alone there, which ours has a path behind. */
    @Test
    void accepts_receipt_proof_and_checkpoint_as_an_entry_of_a_log_that_it_trusts() throws Exception {
        SmallLog log = SmallLog.named("log.example.com", 300);
        RekorVerifier verifier = RekorVerifier.newRekorVerifier(List.of(trusted(log)));

        verifier.verifyEntry(entry(log, 7, 7));

        assertThatThrownBy(() -> verifier.verifyEntry(entry(log, 7, 8))).isInstanceOf(RekorVerificationException.class);
        SmallLog other = SmallLog.named("log.example.com", 301);
        assertThatThrownBy(() -> RekorVerifier.newRekorVerifier(List.of(trusted(SmallLog.of(1))))
                        .verifyEntry(entry(other, 7, 7)))
                .isInstanceOf(RekorVerificationException.class);
    }

    /** As the proof is served: parsed from its text. */
    private static void verify(SmallLog log, int size, int index, int claimed) throws Exception {
        TlogProof proof = TlogProof.parse(log.prove(index).text().getBytes(UTF_8));
        List<byte[]> path = proof.path().stream().map(Hash::bytes).toList();
        byte[] leaf = Hash.leaf(SmallLog.entry(claimed)).bytes();
        InclusionProofVerifier.verify(
                leaf, proof.index(), size, path, log.root().bytes());
    }

    private static RekorEntry entry(SmallLog log, int index, int claimed) {
        TlogProof proof = log.prove(index);
        Checkpoint promised = Checkpoint.parse(proof.checkpoint().open(log.verifier()));
        HexFormat hex = HexFormat.of();
        return ImmutableRekorEntry.builder()
                .body(Base64.getEncoder().encodeToString(SmallLog.entry(claimed)))
                .integratedTime(0)
                .logID(hex.formatHex(logId(log.verifier())))
                .logIndex(index)
                .verification(ImmutableVerification.builder()
                        .signedEntryTimestamp("")
                        .inclusionProof(ImmutableInclusionProof.builder()
                                .hashes(proof.path().stream()
                                        .map(hash -> hex.formatHex(hash.bytes()))
                                        .toList())
                                .logIndex((long) index)
                                .rootHash(hex.formatHex(promised.root().bytes()))
                                .treeSize(promised.size())
                                .checkpoint(proof.checkpoint().toString())
                                .build())
                        .build())
                .build();
    }

    private static ImmutableTransparencyLog trusted(SmallLog log) {
        return ImmutableTransparencyLog.builder()
                .baseUrl(URI.create("https://" + log.verifier().name()))
                .hashAlgorithm("SHA2_256")
                .logId(ImmutableLogId.builder().keyId(logId(log.verifier())).build())
                .publicKey(ImmutablePublicKey.builder()
                        .rawBytes(encoded(log.verifier()))
                        .keyDetails("PKIX_ED25519")
                        .validFor(
                                ImmutableValidFor.builder().start(Instant.EPOCH).build())
                        .build())
                .build();
    }

    /** It looks at the first four bytes: what a checkpoint's signature says of its key. */
    private static byte[] logId(NoteVerifier key) {
        return ByteBuffer.allocate(32).putInt(key.keyId()).array();
    }

    private static PublicKey publicKey(NoteVerifier key) throws Exception {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded(key)));
    }

    /** In X.509 (RFC 8410), out of a verifier key. */
    private static byte[] encoded(NoteVerifier key) {
        byte[] typed = Base64.getDecoder().decode(key.text().split("\\+", 3)[2]);
        byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
        return ByteBuffer.allocate(44)
                .put(prefix)
                .put(Arrays.copyOfRange(typed, 1, 33))
                .array();
    }
}
