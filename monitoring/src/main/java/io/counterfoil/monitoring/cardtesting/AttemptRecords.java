package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.database.Sql;
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

/** A person's attempts to pay, as rules against stolen cards look at them: pseudonyms that are gone after two days. */
@Singleton
final class AttemptRecords implements SubjectRecords {

    /** Primary key payment_attempt_pkey: what a merchant had in two days. */
    private static final String OF_PERSON = """
        SELECT id, at, source, instrument, amount, currency, failure FROM monitoring.payment_attempt
        WHERE merchant_id = ? AND livemode = ? AND customer_id = ? ORDER BY id\
        """;

    private final Transactions transactions;

    @Inject
    AttemptRecords(Transactions transactions) {
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
                                    members.put("at", Sql.instant(row, 2));
                                    members.put("source", row.getString(3));
                                    members.put("instrument", row.getString(4));
                                    members.put("amount", row.getLong(5));
                                    members.put("currency", row.getString(6));
                                    members.put("failure_code", row.getString(7));
                                    return new SubjectRecord("payment_attempts", row.getString(1), members);
                                },
                                subject.merchant(),
                                subject.livemode(),
                                subject.customer()))
                .forEach(into);
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return Map.of();
    }
}
