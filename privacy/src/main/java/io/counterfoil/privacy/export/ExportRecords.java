package io.counterfoil.privacy.export;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Consumer;

/** The copies of a person's data. */
@Singleton
final class ExportRecords implements SubjectRecords {

    private final Transactions transactions;

    @Inject
    ExportRecords(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Nothing: a copy repeats what is kept elsewhere. */
    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {}

    /** Index export_customers. */
    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        int parts = transactions
                .sql()
                .first("""
                    SELECT count(*) FROM privacy.export_part p JOIN privacy.export e USING (merchant_id, request_id)
                    WHERE e.merchant_id = ? AND e.customers @> ARRAY[?::uuid]\
                    """, row -> row.getInt(1), subject.merchant(), subject.customer())
                .orElse(0);
        transactions
                .sql()
                .update(
                        "DELETE FROM privacy.export WHERE merchant_id = ? AND customers @> ARRAY[?::uuid]",
                        subject.merchant(),
                        subject.customer());
        return parts == 0 ? Map.of() : Map.of("export_part.sealed", parts);
    }
}
