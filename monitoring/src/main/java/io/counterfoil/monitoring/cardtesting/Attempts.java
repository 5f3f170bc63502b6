package io.counterfoil.monitoring.cardtesting;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.payment.PaymentChanged;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.work.BackgroundWork;
import io.counterfoil.monitoring.failedpayment.Sources;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Attempts to pay, gathered in memory once they are committed and written every two seconds: the payment itself waits for
 * none of it. A crash loses two seconds, a server that stops in order nothing; a flood beyond what is held is not looked at.
 */
@Singleton
final class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class.getName());
    private static final int MOST = 50_000;
    private static final int BATCH = 2_000;
    private static final int MOST_JUDGED = 20_000;
    private static final Duration KEPT = Duration.ofDays(2);

    /** What the processor said to the card; an authorisation is as good as a charge to whoever tries cards. */
    private static final Set<PaymentChanged.Kind> ANSWERED =
            Set.of(PaymentChanged.Kind.FAILED, PaymentChanged.Kind.SUCCEEDED, PaymentChanged.Kind.AUTHORISED);

    /** Rows whose commit was not heard of are written again. */
    private static final String INSERT = """
        INSERT INTO monitoring.payment_attempt
               (merchant_id, id, livemode, at, source, instrument, customer_id, amount, currency, failure)
        SELECT merchant, id, livemode, at, source, instrument, customer, amount, currency, failure
        FROM jsonb_to_recordset(?::jsonb) AS r (merchant uuid, id uuid, livemode boolean, at timestamptz,
             source text, instrument text, customer uuid, amount bigint, currency text, failure text)
        ON CONFLICT DO NOTHING\
        """;

    /** Index payment_attempt_id, of the partitions of these days. */
    private static final String LATELY = """
        SELECT DISTINCT merchant_id, livemode FROM monitoring.payment_attempt WHERE id >= ?\
        """;

    private static final String OF_MERCHANT = """
        SELECT at, source, instrument, customer_id, amount, currency, failure FROM monitoring.payment_attempt
        WHERE merchant_id = ? AND livemode = ? AND id >= ? ORDER BY id DESC LIMIT ?\
        """;

    private final Transactions transactions;
    private final Sources sources;
    private final Ids ids;
    private final Waiting<Row> waiting = new Waiting<>(MOST);

    @Inject
    Attempts(Transactions transactions, Sources sources, Ids ids) {
        this.transactions = transactions;
        this.sources = sources;
        this.ids = ids;
    }

    private record Row(
            UUID merchant,
            UUID id,
            boolean livemode,
            Instant at,
            String source,
            String instrument,
            @Nullable UUID customer,
            long amount,
            String currency,
            @Nullable String failure) {}

    /** A merchant's payments in one mode. */
    record Whose(UUID merchant, boolean livemode) {}

    void keep(@Observes DatabaseOpened opened, DayPartitions partitions) {
        partitions.keep("monitoring.payment_attempt", KEPT);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(Duration.ofSeconds(2), "payment attempts", this::flush);
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) PaymentChanged change) {
        if (ANSWERED.contains(change.kind()) && change.instrument().isPresent()) {
            Row row = new Row(
                    change.merchant(),
                    ids.next(),
                    change.livemode(),
                    change.at(),
                    sources.current(),
                    change.instrument().get(),
                    change.customer().orElse(null),
                    change.amount(),
                    change.currency(),
                    change.failureCode().orElse(null));
            if (!waiting.offer(row)) {
                LOG.log(Level.FINE, "more attempts to pay than can be looked at");
            }
        }
    }

    void flush() {
        waiting.write(BATCH, rows -> {
            String json = new String(Json.write(rows), StandardCharsets.UTF_8);
            transactions.commit(() -> transactions.sql().update(INSERT, json));
        });
    }

    void stop(@Observes Shutdown shutdown) {
        try {
            flush();
        } catch (DatabaseFailure | Problem | IllegalStateException gone) {
            LOG.log(
                    Level.WARNING,
                    "The attempts to pay of the last seconds could not be written ({0}): no rule looks at them.",
                    gone.getMessage());
        }
    }

    /** Who had an attempt since then. */
    List<Whose> since(Instant since) {
        return transactions
                .sql()
                .all(LATELY, row -> new Whose(row.getObject(1, UUID.class), row.getBoolean(2)), Ids.firstAt(since));
    }

    /** The newest attempts of a merchant since then, the oldest of them first. */
    List<Attempt> of(Whose whose, Instant since) {
        List<Attempt> newestFirst = transactions
                .sql()
                .all(
                        OF_MERCHANT,
                        row -> new Attempt(
                                Sql.instant(row, 1),
                                row.getString(2),
                                row.getString(3),
                                Optional.ofNullable(row.getObject(4, UUID.class)),
                                row.getLong(5),
                                row.getString(6),
                                Optional.ofNullable(row.getString(7))),
                        whose.merchant(),
                        whose.livemode(),
                        Ids.firstAt(since),
                        MOST_JUDGED);
        List<Attempt> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }
}
