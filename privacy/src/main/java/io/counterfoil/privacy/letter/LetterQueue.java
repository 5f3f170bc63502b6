package io.counterfoil.privacy.letter;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.recovery.Unfinished;
import io.counterfoil.privacy.request.Times;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Letters that are due: queued in the transaction of their cause, taken by one server, forgotten when they were sent. */
@Singleton
final class LetterQueue {

    private final Transactions transactions;
    private final Ids ids;
    private final Times times;
    private final Unfinished unfinished;

    @Inject
    LetterQueue(Transactions transactions, Ids ids, Times times, ThisServer server) {
        this.transactions = transactions;
        this.ids = ids;
        this.times = times;
        this.unfinished = new Unfinished(transactions, server, "privacy.letter");
    }

    /** Queues a letter, inside the running transaction. */
    void add(MerchantScopedId request, Occasion occasion) {
        transactions.session(session -> session.insert(new LetterRow(ids.next(), request, occasion, times.now())));
    }

    List<LetterRow> claimDue() {
        return transactions.commit(() -> {
            List<MerchantScopedId> claimed = unfinished.claimDue();
            return transactions.session(session ->
                    claimed.isEmpty() ? List.of() : session.getMultiple(LetterRow.class, List.copyOf(claimed)));
        });
    }

    /** Primary key letter_pkey. */
    void postpone(LetterRow letter, Duration pause) {
        transactions.commit(() -> transactions
                .sql()
                .update(
                        """
                        UPDATE privacy.letter SET owner = NULL, ask_at = now() + ? * interval '1 millisecond'
                        WHERE merchant_id = ? AND id = ?\
                        """,
                        pause.toMillis(),
                        letter.key().merchantId(),
                        letter.key().id()));
    }

    /** Inside the running transaction. Indexes letter_pkey, letter_request. */
    boolean removeAndAskWhetherLast(LetterRow letter) {
        transactions
                .sql()
                .update(
                        "DELETE FROM privacy.letter WHERE merchant_id = ? AND id = ?",
                        letter.key().merchantId(),
                        letter.key().id());
        return transactions
                .sql()
                .first(
                        "SELECT 1 FROM privacy.letter WHERE merchant_id = ? AND request_id = ? LIMIT 1",
                        row -> row.getInt(1),
                        letter.request().merchantId(),
                        letter.request().id())
                .isEmpty();
    }
}
