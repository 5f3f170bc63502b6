package io.counterfoil.privacy.erasure;

import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecords;
import io.counterfoil.privacy.request.RequestAddresses;
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
    private final RequestAddresses addresses;
    private final Erasures erasures;

    @Inject
    Destruction(SubjectKeys keys, Instance<SubjectRecords> slices, RequestAddresses addresses, Erasures erasures) {
        this.keys = keys;
        this.slices = slices;
        this.addresses = addresses;
        this.erasures = erasures;
    }

    /**
     * Does it, inside the running transaction. The key goes before what it sealed: whoever else wants to erase the same person,
     * to change what is known of it, or to say that it was not erased, waits there. Before the key goes only what is found by
     * the person's address.
     *
     * @return all that ever was destroyed of this person
     */
    Erased of(DataSubject subject, Instant at) {
        Map<String, Integer> destroyed = new TreeMap<>();
        count(addresses.forget(subject), destroyed);
        OptionalInt epoch = keys.destroy(subject);
        slices.forEach(slice -> count(slice.erase(subject), destroyed));
        return erasures.add(subject, new Erased(at, epoch, destroyed));
    }

    private static void count(Map<String, Integer> some, Map<String, Integer> destroyed) {
        some.forEach((column, values) -> {
            if (values > 0) {
                destroyed.merge(column, values, Integer::sum);
            }
        });
    }
}
