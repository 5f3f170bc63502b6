package io.counterfoil.domain.checkpoint;

import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InclusionProof;
import io.counterfoil.domain.merkletree.InvalidProof;
import io.counterfoil.domain.signednote.InvalidNote;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.signednote.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A proof that stands by itself (c2sp.org/tlog-proof): where an entry is, how its hash leads to the root, and the signed
 * checkpoint that holds this root.
 */
public record TlogProof(long index, List<Hash> path, SignedNote checkpoint) {

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public TlogProof {
        path = List.copyOf(path);
    }

    /**
     * Reads a proof.
     *
     * @throws InvalidProof when it is malformed
     */
    static TlogProof parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\n\n");
        if (end < 0 || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw malformed();
        }
        List<String> lines = Arrays.asList(text.substring(0, end).split("\n", -1));
        if (!lines.get(0).equals(HEADER)) {
            throw malformed();
        }
        // extra data is not authenticated and means nothing here
        int at = lines.size() > 1 && lines.get(1).startsWith(EXTRA) ? 2 : 1;
        if (lines.size() <= at || !lines.get(at).startsWith(INDEX)) {
            throw malformed();
        }
        String index = lines.get(at).substring(INDEX.length());
        if (!Checkpoint.DECIMAL.matcher(index).matches()) {
            throw malformed();
        }
        List<Hash> path =
                lines.subList(at + 1, lines.size()).stream().map(Hash::parse).toList();
        return new TlogProof(Long.parseLong(index), path, checkpoint(text.substring(end + 2)));
    }

    private static SignedNote checkpoint(String note) {
        try {
            return SignedNote.parse(note.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidNote malformed) {
            throw new InvalidProof("The checkpoint is malformed.", malformed);
        }
    }

    /** The proof as it is served, UTF-8. */
    public String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /**
     * Checks that an entry is in the log that has this key.
     *
     * @throws InvalidProof when it is not proved, for whatever reason
     */
    void verify(byte[] entry, NoteVerifier log) {
        Checkpoint promised = Checkpoint.parse(open(log));
        if (!promised.origin().equals(log.name())) {
            throw new InvalidProof("The checkpoint is another log's.");
        }
        new InclusionProof(index, promised.size(), path).verify(Hash.leaf(entry), promised.root());
    }

    private String open(NoteVerifier log) {
        try {
            return checkpoint.open(log);
        } catch (InvalidNote notSigned) {
            throw new InvalidProof("The checkpoint is not signed by the log's key.", notSigned);
        }
    }

    private static InvalidProof malformed() {
        return new InvalidProof("The proof is malformed.");
    }
}
