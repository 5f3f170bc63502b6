package io.counterfoil.monitoring.anomaly;

import io.counterfoil.domain.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** What share of a merchant's payments is usually declined, as the detector has learnt it for the hour of the week. */
@Singleton
public final class UsualDeclines {

    /** Primary key detector_state_pkey. */
    private static final String STATE = """
        SELECT state FROM monitoring.detector_state WHERE merchant_id = ? AND livemode = ? AND series = 'decline_rate'\
        """;

    private final Transactions transactions;

    @Inject
    public UsualDeclines(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The share, in the running transaction: 0 to 1, and 0 where nothing was learnt yet. */
    public double of(UUID merchant, boolean livemode, Instant at) {
        return transactions
                .sql()
                .first(STATE, row -> RateWatch.of(row.getBytes(1)), merchant, livemode)
                .map(watch -> watch.usual(at.getEpochSecond() / 60))
                .orElse(0.0);
    }
}
