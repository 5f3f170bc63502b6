package io.counterfoil.domain.payment;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.SubjectRecord;
import io.counterfoil.domain.personaldata.SubjectRecords;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The payments of a person. */
@Singleton
final class PaymentRecords implements SubjectRecords {

    private static final int PAGE = 500;

    /** Index payment_customer. Amounts, dates and receipts stay: books must be kept. */
    private static final String ERASE = """
        WITH forgotten AS (
            SELECT merchant_id, id, description IS NOT NULL AS described, metadata IS NOT NULL AS noted
            FROM domain.payment
            WHERE merchant_id = ? AND customer_id = ? AND (description IS NOT NULL OR metadata IS NOT NULL)
            FOR NO KEY UPDATE
        ), changed AS (
            UPDATE domain.payment p SET description = NULL, metadata = NULL
            FROM forgotten f WHERE p.merchant_id = f.merchant_id AND p.id = f.id
            RETURNING f.described, f.noted
        )
        SELECT count(*) FILTER (WHERE described), count(*) FILTER (WHERE noted) FROM changed\
        """;

    private final Transactions transactions;
    private final Presentation presentation;

    @Inject
    PaymentRecords(Transactions transactions, Presentation presentation) {
        this.transactions = transactions;
        this.presentation = presentation;
    }

    @Override
    public void collect(DataSubject subject, Consumer<SubjectRecord> into) {
        List<Payment> page = page(subject, new UUID(0, 0));
        while (!page.isEmpty()) {
            List<PaymentView> views = presentation.views(page);
            for (int at = 0; at < views.size(); at++) {
                into.accept(record(views.get(at), page.get(at).paymentMethod));
            }
            page = page(subject, page.get(page.size() - 1).id);
        }
    }

    @Override
    public Map<String, Integer> erase(DataSubject subject) {
        return transactions
                .sql()
                .first(
                        ERASE,
                        row -> Map.of("payment.description", row.getInt(1), "payment.metadata", row.getInt(2)),
                        subject.merchant(),
                        subject.customer())
                .orElse(Map.of());
    }

    private List<Payment> page(DataSubject subject, UUID after) {
        return transactions.session(session -> session.createSelectionQuery(
                        "from Payment where merchantId = :merchant and customerId = :customer and id > :after order by"
                                + " id",
                        Payment.class)
                .setParameter("merchant", subject.merchant())
                .setParameter("customer", subject.customer())
                .setParameter("after", after)
                .setMaxResults(PAGE)
                .getResultList());
    }

    private static SubjectRecord record(PaymentView payment, String paymentMethod) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("status", payment.status());
        members.put("amount", payment.amount());
        members.put("amount_captured", payment.amountCaptured());
        members.put("amount_refunded", payment.amountRefunded());
        members.put("currency", payment.currency());
        members.put("payment_method", paymentMethod);
        members.put("order_reference", payment.orderReference());
        members.put("description", payment.description());
        members.put("metadata", payment.metadata());
        members.put("failure_code", payment.failureCode());
        members.put("created_at", payment.createdAt());
        members.put(
                "receipt",
                payment.receipt() == null ? null : Json.tree(payment.receipt().getBytes(StandardCharsets.UTF_8)));
        return new SubjectRecord("payments", payment.id(), members);
    }
}
