package io.counterfoil.monitoring.failedpayment;

import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.payment.Bookings;
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

/** What is noted about a person's payments that failed: pseudonyms, kept as long as failures are looked into. */
@Singleton
final class FailureRecords implements SubjectRecords {

    private static final int PAGE = 500;

    /** Primary key failed_payment_pkey. */
    private static final String OF_PAYMENTS = """
        SELECT id, failed_at, reason, instrument, source FROM monitoring.failed_payment
        WHERE merchant_id = ? AND id = ANY (?::uuid[]) ORDER BY id\
        """;

    private final Transactions transactions;
    private final Bookings bookings;

    @Inject
    FailureRecords(Transactions transactions, Bookings bookings) {
        this.transactions = transactions;
        this.bookings = bookings;
    }

    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        List<UUID> payments = bookings.payments(subject, new UUID(0, 0), PAGE);
        while (!payments.isEmpty()) {
            failed(subject, payments).forEach(into);
            payments = bookings.payments(subject, payments.get(payments.size() - 1), PAGE);
        }
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return Map.of();
    }

    private List<SubjectRecord> failed(DataSubject subject, List<UUID> payments) {
        return transactions.session(session -> transactions
                .sql()
                .all(
                        OF_PAYMENTS,
                        row -> {
                            Map<String, @Nullable Object> members = new LinkedHashMap<>();
                            members.put("at", Sql.instant(row, 2));
                            members.put("failure_code", row.getString(3));
                            members.put("instrument", row.getString(4));
                            members.put("source", row.getString(5));
                            return new SubjectRecord(
                                    "failed_payments", IdKind.PAYMENT.text(row.getObject(1, UUID.class)), members);
                        },
                        subject.merchant(),
                        payments.stream().map(UUID::toString).toArray(String[]::new)));
    }
}
