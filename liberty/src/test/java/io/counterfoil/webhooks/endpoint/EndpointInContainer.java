package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.database.Transactions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.UUID;

/** An endpoint of a merchant of the test's own; the first two parameters of each statement are the ids of both. */
@Dependent
public final class EndpointInContainer {

    private final Transactions transactions;
    private final UUID merchant = UUID.randomUUID();
    private final UUID id = UUID.randomUUID();

    @Inject
    public EndpointInContainer(Transactions transactions) {
        this.transactions = transactions;
    }

    public UUID merchant() {
        return merchant;
    }

    public UUID id() {
        return id;
    }

    /** Nothing can be sent there: it has no headers that could be opened. */
    public void make() {
        update("INSERT INTO webhooks.endpoint"
                + " (merchant_id, id, livemode, url, event_types, headers, status, created_at)"
                + " VALUES (?, ?, false, 'https://example.com/', '*', '', 'enabled', now())");
        update("INSERT INTO webhooks.endpoint_state (merchant_id, endpoint_id) VALUES (?, ?)");
    }

    public void forget() {
        update("DELETE FROM webhooks.delivery_queue WHERE merchant_id = ? AND endpoint_id = ?");
        update("DELETE FROM webhooks.endpoint WHERE merchant_id = ? AND id = ?");
    }

    public void update(String statement) {
        transactions.commit(() -> transactions.sql().update(statement, merchant, id));
    }

    public String text(String query) {
        return transactions.commit(() -> transactions
                .sql()
                .first(query, row -> row.getString(1), merchant, id)
                .orElseThrow());
    }
}
