package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Consumer;

/** The keys of requests about a person. */
@Singleton
final class KeysOfPeople implements SubjectRecords {

    private final IdempotencyRecords records;

    @Inject
    KeysOfPeople(IdempotencyRecords records) {
        this.records = records;
    }

    /** Nothing: a stored answer repeats what the payment or the customer says of itself. */
    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {}

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return records.erase(subject);
    }
}
