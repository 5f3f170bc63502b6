package io.counterfoil.privacy.request;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a person asked for before. */
@Singleton
final class RequestRecords implements SubjectRecords {

    /** Index request_customers. */
    private static final String ABOUT =
            "SELECT id FROM privacy.request WHERE merchant_id = ? AND customers @> ARRAY[?::uuid] ORDER BY id";

    /** Index request_customers. */
    private static final String FORGET = """
        WITH known AS (
            SELECT merchant_id, id, extension_reason IS NOT NULL AS extended, refusal_reason IS NOT NULL AS refused
            FROM privacy.request
            WHERE merchant_id = ? AND customers @> ARRAY[?::uuid]
              AND (extension_reason IS NOT NULL OR refusal_reason IS NOT NULL)
        ), forgotten AS (
            UPDATE privacy.request r SET extension_reason = NULL, refusal_reason = NULL
            FROM known k WHERE r.merchant_id = k.merchant_id AND r.id = k.id
            RETURNING k.extended, k.refused
        )
        SELECT count(*) FILTER (WHERE extended), count(*) FILTER (WHERE refused) FROM forgotten\
        """;

    private final Transactions transactions;
    private final RequestViews views;

    @Inject
    RequestRecords(Transactions transactions, RequestViews views) {
        this.transactions = transactions;
        this.views = views;
    }

    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        transactions.session(session -> {
            List<UUID> found = transactions
                    .sql()
                    .all(ABOUT, row -> row.getObject(1, UUID.class), subject.merchant(), subject.customer());
            for (UUID id : found) {
                PrivacyRequest request =
                        session.get(PrivacyRequest.class, new MerchantScopedId(subject.merchant(), id));
                into.accept(record(views.of(request)));
            }
            return found.size();
        });
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        Map<String, Integer> forgotten = new TreeMap<>();
        transactions
                .sql()
                .first(FORGET, row -> new int[] {row.getInt(1), row.getInt(2)}, subject.merchant(), subject.customer())
                .ifPresent(counts -> {
                    put(forgotten, "request.extension_reason", counts[0]);
                    put(forgotten, "request.refusal_reason", counts[1]);
                });
        return forgotten;
    }

    private static void put(Map<String, Integer> counts, String column, int count) {
        if (count > 0) {
            counts.put(column, count);
        }
    }

    private static SubjectRecord record(RequestView view) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", view.type());
        members.put("status", view.status());
        members.put("regime", view.regime());
        members.put("origin", view.origin());
        members.put("received_at", view.receivedAt());
        members.put("due_at", view.dueAt());
        members.put("extension_reason", view.extensionReason());
        members.put("refusal", view.refusal());
        members.put("ended_at", view.endedAt());
        return new SubjectRecord("privacy_requests", view.id(), members);
    }
}
