package io.counterfoil.monitoring.peopleletter;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The letters about incidents that a person was to get. That they were told stays with the incident. */
@Singleton
final class LetterRecords implements SubjectRecords {

    /** Primary key people_letter_pkey: the letters of a merchant, of which there are few. */
    private static final String OF_PERSON = """
        SELECT id, incident_id, since, fields, state FROM monitoring.people_letter
        WHERE merchant_id = ? AND subject_id = ? ORDER BY id\
        """;

    private final Transactions transactions;

    @Inject
    LetterRecords(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        transactions
                .session(session -> transactions
                        .sql()
                        .all(
                                OF_PERSON,
                                row -> {
                                    Map<String, @Nullable Object> members = new LinkedHashMap<>();
                                    members.put("incident", IdKind.INCIDENT.text(row.getObject(2, UUID.class)));
                                    members.put("since", Sql.instant(row, 3));
                                    members.put(
                                            "fields", List.of(row.getString(4).split(",")));
                                    members.put("state", row.getString(5));
                                    return new SubjectRecord("incident_letters", row.getString(1), members);
                                },
                                subject.merchant(),
                                subject.customer()))
                .forEach(into);
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return Map.of();
    }
}
