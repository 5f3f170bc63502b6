package io.counterfoil.domain.transparency;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.merkletree.Hash;
import java.util.Optional;

/**
 * A log as the database has it.
 *
 * @param size how many entries are sealed, with {@code root} over them
 * @param published the signed checkpoint that the world may see
 * @param publishedSize its size, never more than {@code size}
 */
public record StoredLog(int id, String origin, long size, Hash root, Optional<String> published, long publishedSize) {

    public Checkpoint checkpoint() {
        return new Checkpoint(origin, size, root);
    }

    boolean allPublished() {
        return published.isPresent() && publishedSize == size;
    }
}
