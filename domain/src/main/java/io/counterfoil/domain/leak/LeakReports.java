package io.counterfoil.domain.leak;

import io.counterfoil.domain.apikey.ExposedKeys;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Every first report of a key, for whoever asks how fast reported keys were dead. */
@Singleton
final class LeakReports {

    private final Transactions transactions;
    private final Ids ids;
    private final InstantSource time;

    @Inject
    LeakReports(Transactions transactions, Ids ids, InstantSource time) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
    }

    void write(ExposedKeys.Exposed key, String source, Instant reportedAt) {
        LeakReport report = new LeakReport(ids.next(), key, source, reportedAt, time.instant());
        transactions.session(session -> session.insert(report));
    }
}
