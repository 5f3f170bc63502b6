package io.counterfoil.domain.followup;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import io.counterfoil.domain.receipt.Receipts;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What refunds say about people, that they got money back; what captures and voids say stands in the payment. All of it is
 * kept, as their payments' amounts are.
 */
@Singleton
final class RefundRecords implements SubjectRecords {

    private static final int PAGE = 500;

    private final Transactions transactions;
    private final Receipts receipts;

    @Inject
    RefundRecords(Transactions transactions, Receipts receipts) {
        this.transactions = transactions;
        this.receipts = receipts;
    }

    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        List<FollowUp> page = page(subject, new UUID(0, 0));
        while (!page.isEmpty()) {
            Map<UUID, String> bodies = receipts.bodies(
                    subject.merchant(),
                    page.stream()
                            .map(refund -> refund.receiptId)
                            .filter(Objects::nonNull)
                            .toList());
            page.forEach(refund -> into.accept(record(refund, bodies.get(refund.receiptId))));
            page = page(subject, page.get(page.size() - 1).id);
        }
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return Map.of();
    }

    /** Indexes payment_customer, follow_up_of_payment. */
    private List<FollowUp> page(DataSubject subject, UUID after) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from FollowUp where merchantId = :merchant and kind = 'refund' and id > :after and paymentId in"
                                + " (select id from Payment where merchantId = :merchant and customerId = :customer)"
                                + " order by id",
                        FollowUp.class)
                .setParameter("merchant", subject.merchant())
                .setParameter("customer", subject.customer())
                .setParameter("after", after)
                .setMaxResults(PAGE)
                .getResultList());
    }

    private static SubjectRecord record(FollowUp refund, @Nullable String receipt) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("payment", IdKind.PAYMENT.text(refund.paymentId));
        members.put("status", refund.status);
        members.put("amount", refund.amount);
        members.put("failure_code", refund.failureCode);
        members.put("created_at", refund.createdAt);
        members.put("receipt", receipt == null ? null : Json.tree(receipt.getBytes(StandardCharsets.UTF_8)));
        return new SubjectRecord("refunds", IdKind.REFUND.text(refund.id), members);
    }
}
