package io.counterfoil.privacy.opendsr;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.recovery.Pace;
import io.counterfoil.domain.recovery.Unfinished;
import io.counterfoil.privacy.request.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Callbacks that are due. */
@Singleton
final class CallbackQueue {

    private final Transactions transactions;
    private final Ids ids;
    private final Times times;
    private final Unfinished unfinished;

    @Inject
    CallbackQueue(Transactions transactions, Ids ids, Times times, ThisServer server) {
        this.transactions = transactions;
        this.ids = ids;
        this.times = times;
        this.unfinished = new Unfinished(transactions, server, "privacy.opendsr_callback");
    }

    /** Queues one, inside the running transaction. */
    void add(MerchantScopedId request, String url, byte[] body) {
        MerchantScopedId key = new MerchantScopedId(request.merchantId(), ids.next());
        transactions.session(session -> session.insert(new CallbackRow(key, url, body, times.now())));
    }

    List<CallbackRow> claimDue() {
        return transactions.commit(() -> {
            List<MerchantScopedId> claimed = unfinished.claimDue();
            return transactions.session(session ->
                    claimed.isEmpty() ? List.of() : session.getMultiple(CallbackRow.class, List.copyOf(claimed)));
        });
    }

    /** Primary key opendsr_callback_pkey. */
    void remove(CallbackRow callback) {
        transactions.commit(() -> transactions
                .sql()
                .update(
                        "DELETE FROM privacy.opendsr_callback WHERE merchant_id = ? AND id = ?",
                        callback.key().merchantId(),
                        callback.key().id()));
    }

    /** Primary key opendsr_callback_pkey. */
    void postpone(CallbackRow callback) {
        transactions.commit(() -> transactions
                .sql()
                .update(
                        """
                        UPDATE privacy.opendsr_callback SET owner = NULL, ask_at = now() + ? * interval '1 millisecond'
                        WHERE merchant_id = ? AND id = ?\
                        """,
                        Pace.pause(callback.timesAsked() + 2).toMillis(),
                        callback.key().merchantId(),
                        callback.key().id()));
    }
}
