package io.counterfoil.domain.checkpoint;

import io.counterfoil.domain.merkletree.Hash;
import io.counterfoil.domain.merkletree.InvalidProof;
import java.util.regex.Pattern;

/**
 * All that a log has promised so far, in three lines (c2sp.org/tlog-checkpoint).
 *
 * @param origin which log, and the name of its key: a URL without the scheme
 */
public record Checkpoint(String origin, long size, Hash root) {

    /** Up to 18 digits, so that it is a long. */
    static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,17}");

    /**
     * Reads a note's text. Lines after the third one are passed over, as the specification demands.
     *
     * @throws InvalidProof when it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        boolean terminated = lines.length >= 4 && lines[lines.length - 1].isEmpty();
        if (!terminated || lines[0].isEmpty() || !DECIMAL.matcher(lines[1]).matches()) {
            throw new InvalidProof("The checkpoint is malformed.");
        }
        for (int extension = 3; extension < lines.length - 1; extension++) {
            if (lines[extension].isEmpty()) {
                throw new InvalidProof("The checkpoint is malformed.");
            }
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.parse(lines[2]));
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }
}
