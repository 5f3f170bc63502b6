package io.counterfoil.domain.checkpoint;

import java.util.Optional;

/**
 * What a log has promised, remembered where a restored database can't take it back. Whoever implements it keeps it through
 * any crash: when {@link #remember} returns, it is on the disk.
 */
public interface PublishedCheckpoints {

    /** The largest checkpoint of this log that was ever remembered. */
    Optional<Checkpoint> last(String origin);

    void remember(Checkpoint checkpoint);
}
