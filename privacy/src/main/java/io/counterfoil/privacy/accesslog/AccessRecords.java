package io.counterfoil.privacy.accesslog;

import io.counterfoil.domain.database.Transactions;
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

/** Who opened a person's data: part of what the person may know (GDPR, Article 15 (1)). */
@Singleton
final class AccessRecords implements SubjectRecords {

    private static final int PAGE = 500;

    private final Transactions transactions;

    @Inject
    AccessRecords(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A page of a person's entries, along access_log_subject. */
    List<Access> read(DataSubject subject, UUID cursor, boolean oldestFirst, int most) {
        String order = oldestFirst ? "id > :cursor order by id" : "id < :cursor order by id desc";
        return transactions.session(session -> session.createSelectionQuery(
                        "from Access where merchantId = :merchant and subjectId = :subject and " + order, Access.class)
                .setParameter("merchant", subject.merchant())
                .setParameter("subject", subject.customer())
                .setParameter("cursor", cursor)
                .setMaxResults(most)
                .getResultList());
    }

    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        List<Access> page = read(subject, new UUID(0, 0), true, PAGE);
        while (!page.isEmpty()) {
            page.stream().map(Access::view).map(AccessRecords::record).forEach(into);
            page = read(subject, page.get(page.size() - 1).id(), true, PAGE);
        }
    }

    /** Nothing: that somebody looked must be told even when there is nothing to see any more. */
    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return Map.of();
    }

    private static SubjectRecord record(Access.View access) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("actor", access.actor());
        members.put("purpose", access.purpose());
        members.put("reason", access.reason());
        members.put("fields", access.fields());
        members.put("at", access.at());
        return new SubjectRecord("accesses", access.id(), members);
    }
}
