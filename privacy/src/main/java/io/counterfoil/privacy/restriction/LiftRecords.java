package io.counterfoil.privacy.restriction;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The restrictions of a person's data that were lifted. That the person was told stays; the reason in words goes. */
@Singleton
final class LiftRecords implements SubjectRecords {

    /** Index restriction_lift_subject. */
    private static final String ERASE = """
        UPDATE privacy.restriction_lift SET reason = NULL
        WHERE merchant_id = ? AND subject_id = ? AND reason IS NOT NULL\
        """;

    private final Transactions transactions;
    private final Reasons reasons;

    @Inject
    LiftRecords(Transactions transactions, Reasons reasons) {
        this.transactions = transactions;
        this.reasons = reasons;
    }

    /** Index restriction_lift_subject; of one person there are few. */
    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        transactions
                .session(session -> session.createSelectionQuery(
                                "from Lift where merchantId = :merchant and subjectId = :subject order by id",
                                Lift.class)
                        .setParameter("merchant", subject.merchant())
                        .setParameter("subject", subject.customer())
                        .getResultList())
                .forEach(lift -> into.accept(record(lift)));
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return Map.of(Reasons.COLUMN, transactions.sql().update(ERASE, subject.merchant(), subject.customer()));
    }

    private SubjectRecord record(Lift lift) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("restricted_at", lift.restrictedAt);
        members.put("told_at", lift.toldAt);
        members.put("lifted_at", lift.liftedAt);
        members.put("reason", reasons.open(lift).orElse(null));
        return new SubjectRecord("restrictions_lifted", lift.id.toString(), members);
    }
}
