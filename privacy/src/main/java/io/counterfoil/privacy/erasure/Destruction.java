package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecords;
import io.counterfoil.privacy.vault.SubjectKeys;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Destroys a person's key and what it sealed, in every slice. */
@Singleton
final class Destruction {

    private final SubjectKeys keys;
    private final Instance<SubjectRecords> slices;
    private final Erasures erasures;

    @Inject
    Destruction(SubjectKeys keys, Instance<SubjectRecords> slices, Erasures erasures) {
        this.keys = keys;
        this.slices = slices;
        this.erasures = erasures;
    }

    /**
     * Does it, inside the running transaction. The key goes first: whoever else wants to erase the same person, or to say that
     * it was not erased, waits there.
     *
     * @return all that ever was destroyed of this person
     */
    Erased of(DataSubject subject, Instant at) {
        OptionalInt epoch = keys.destroy(subject);
        Map<String, Integer> destroyed = new TreeMap<>();
        slices.forEach(slice -> slice.erase(subject).forEach((column, values) -> {
            if (values > 0) {
                destroyed.merge(column, values, Integer::sum);
            }
        }));
        return erasures.add(subject, new Erased(at, epoch, destroyed));
    }
}
