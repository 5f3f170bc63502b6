package io.counterfoil.domain.checkpoint;

import java.util.Optional;

/**
 * What a log has promised, remembered where a restored database can't take it back. Whoever implements it keeps it through
 * any crash: when {@link #remember} returns true, it is on the disk.
 */
public interface PublishedCheckpoints {

    /** The largest checkpoint of this log that was ever remembered. */
    Optional<Checkpoint> last(String origin);

    /**
     * Remembers a checkpoint.
     *
     * @param compared the one that it was seen to continue: as {@link #last} gave it
     * @return false where that isn't the last one any more; then nothing was remembered
     */
    boolean remember(Checkpoint checkpoint, Optional<Checkpoint> compared);
}
