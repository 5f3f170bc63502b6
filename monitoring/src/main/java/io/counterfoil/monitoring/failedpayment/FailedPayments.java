package io.counterfoil.monitoring.failedpayment;

import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.payment.PaymentChanged;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** All failed payments, written in the transaction in which the payment fails. */
@Singleton
final class FailedPayments {

    private final Transactions transactions;

    @Inject
    FailedPayments(Transactions transactions) {
        this.transactions = transactions;
    }

    void on(@Observes PaymentChanged change) {
        if (change.kind() == PaymentChanged.Kind.FAILED) {
            transactions.session(session -> session.insert(new FailedPayment(change)));
        }
    }

    /** How many payments failed for one reason. */
    record Group(String reason, long count) {}

    List<Group> byReason(UUID merchant, boolean livemode) {
        return transactions.session(session -> session.createSelectionQuery(
                        "select reason, count(*) from FailedPayment"
                                + " where merchantId = :merchant and livemode = :livemode"
                                + " group by reason order by count(*) desc, reason",
                        Group.class)
                .setParameter("merchant", merchant)
                .setParameter("livemode", livemode)
                .getResultList());
    }
}
