package io.counterfoil.webhooks.delivery;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What receivers answered to events about a person. */
@Singleton
final class AttemptRecords implements SubjectRecords {

    private static final int PAGE = 500;

    /** Index attempt_subject. How an attempt went stays: it tells nothing of the person. */
    private static final String ERASE = """
        UPDATE webhooks.attempt SET response_body = NULL
        WHERE merchant_id = ? AND subject_id = ? AND response_body IS NOT NULL\
        """;

    private final Transactions transactions;
    private final ResponseBodies bodies;

    @Inject
    AttemptRecords(Transactions transactions, ResponseBodies bodies) {
        this.transactions = transactions;
        this.bodies = bodies;
    }

    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        List<Attempt> page = page(subject, new UUID(0, 0));
        while (!page.isEmpty()) {
            page.forEach(attempt -> record(attempt).ifPresent(into));
            page = page(subject, page.get(page.size() - 1).id);
        }
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        int bodiesOfPerson = transactions.sql().update(ERASE, subject.merchant(), subject.customer());
        return Map.of(ResponseBodies.COLUMN, bodiesOfPerson);
    }

    /** Index attempt_subject. */
    private List<Attempt> page(DataSubject subject, UUID after) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from Attempt where merchantId = :merchant and subjectId = :subject and id > :after"
                                + " and responseBody is not null order by id",
                        Attempt.class)
                .setParameter("merchant", subject.merchant())
                .setParameter("subject", subject.customer())
                .setParameter("after", after)
                .setMaxResults(PAGE)
                .getResultList());
    }

    private Optional<SubjectRecord> record(Attempt attempt) {
        byte[] sealed = attempt.responseBody;
        if (sealed == null) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("at", attempt.at);
        members.put("status_code", attempt.statusCode);
        try {
            members.put("response_body", bodies.open(attempt.place(), sealed));
        } catch (SubjectErased justNow) {
            return Optional.empty();
        }
        return Optional.of(
                new SubjectRecord("webhook_answers", IdKind.WEBHOOK_DELIVERY.text(attempt.deliveryId), members));
    }
}
