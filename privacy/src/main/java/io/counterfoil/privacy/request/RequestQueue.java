package io.counterfoil.privacy.request;

import io.counterfoil.domain.cluster.ThisServer;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.recovery.Unfinished;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Requests that wait for work, or for somebody to be told about them. */
@Singleton
public final class RequestQueue {

    private static final int MOST = 200;

    /** Index request_open. */
    private static final String AGEING = """
        SELECT merchant_id, id FROM privacy.request
        WHERE ended_at IS NULL AND alarmed_percent < 100
          AND ? - received_at >= (due_at - received_at) * (CASE WHEN alarmed_percent < 50 THEN 0.5
                                                                    WHEN alarmed_percent < 80 THEN 0.8
                                                                    ELSE 1 END)
        ORDER BY due_at LIMIT ?
        FOR UPDATE SKIP LOCKED\
        """;

    /** Index request_open. */
    private static final String NEVER_VERIFIED = """
        SELECT merchant_id, id FROM privacy.request
        WHERE ended_at IS NULL AND verified_at IS NULL AND received_at < ?
        ORDER BY due_at LIMIT ?
        FOR UPDATE SKIP LOCKED\
        """;

    private final Transactions transactions;
    private final Unfinished unfinished;

    @Inject
    public RequestQueue(Transactions transactions, ThisServer server) {
        this.transactions = transactions;
        this.unfinished = new Unfinished(transactions, server, "privacy.request");
    }

    /** Takes requests that are due to be worked on, so that no other server does. Index request_work. */
    public List<MerchantScopedId> claimDue() {
        return transactions.commit(unfinished::claimDue);
    }

    /** Those of whose time another step has passed by now, locked by the running transaction. */
    public List<MerchantScopedId> ageing(Instant now) {
        return transactions
                .sql()
                .all(
                        AGEING,
                        row -> new MerchantScopedId(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                        now,
                        MOST);
    }

    /** Those that came before then and that nobody has confirmed, locked by the running transaction. */
    public List<MerchantScopedId> neverVerified(Instant before) {
        return transactions
                .sql()
                .all(
                        NEVER_VERIFIED,
                        row -> new MerchantScopedId(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                        before,
                        MOST);
    }
}
