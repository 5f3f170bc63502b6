package io.counterfoil.domain.transparency;

import io.counterfoil.domain.lasting.LastingRecord;
import java.nio.file.Path;

/** Where servers write the verifier keys of the logs of a name, a line each: for whoever checks a proof on this machine. */
public final class AnnouncedKeys {

    private AnnouncedKeys() {}

    /** The file beside the record of published checkpoints; it may not be there. */
    public static LastingRecord beside(Path record, String log) {
        return new LastingRecord(record.resolveSibling(log + ".keys"));
    }
}
