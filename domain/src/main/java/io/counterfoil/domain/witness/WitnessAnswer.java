package io.counterfoil.domain.witness;

import io.counterfoil.domain.signednote.NoteSignature;

/** What a witness says to a checkpoint. */
sealed interface WitnessAnswer {

    /** It saw the log grow consistently, and says so. */
    record Cosigned(NoteSignature line) implements WitnessAnswer {}

    /** It has cosigned another size than it was told, which it names: ask again from there. */
    record Elsewhere(long size) implements WitnessAnswer {}

    /** It holds the checkpoint to contradict what it has cosigned before. */
    record Contradicted(int status) implements WitnessAnswer {}

    /** It does not know this log or its key, or did not understand; or its answer can't be. */
    record Refused(String why) implements WitnessAnswer {}

    /** Nobody was there, or not in time. */
    record Silent() implements WitnessAnswer {}
}
