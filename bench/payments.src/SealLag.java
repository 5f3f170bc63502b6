package io.counterfoil.bench;

import io.counterfoil.domain.database.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** How long receipts wait for a checkpoint that shows them: from commit to commit, as PostgreSQL has noted them. */
final class SealLag {

    /** Fires with a checkpoint, five times a second. */
    private static final String WATCH = """
            CREATE TABLE public.shown (log integer, size bigint);
            CREATE FUNCTION public.show() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN INSERT INTO public.shown VALUES (NEW.id, NEW.published_size); RETURN NEW; END';
            CREATE TRIGGER show AFTER UPDATE OF published ON domain.log FOR EACH ROW EXECUTE FUNCTION public.show()""";

    private static final String LAGS = """
            SELECT extract(epoch FROM shown.at - pg_xact_commit_timestamp(receipt.xmin))::float8
            FROM domain.receipt AS receipt
            JOIN domain.log_leaf AS leaf ON leaf.merchant_id = receipt.merchant_id AND leaf.item_id = receipt.id
            CROSS JOIN LATERAL (SELECT min(pg_xact_commit_timestamp(xmin)) AS at FROM public.shown
                                WHERE log = leaf.log_id AND size > leaf.leaf_index) AS shown
            WHERE receipt.issued_at >= ?::timestamptz""";

    private final Sql sql;
    private final String since;

    private SealLag(Sql sql, String since) {
        this.sql = sql;
        this.since = since;
    }

    /** Has the embedded PostgreSQL of a home note when each transaction committed, from its next start on. */
    static void prepare(Path home) throws IOException {
        Files.writeString(
                home.resolve("postgres/data/postgresql.auto.conf"),
                "track_commit_timestamp = on\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Notes every checkpoint from now on. */
    static SealLag watch(Server server) throws IOException {
        Sql sql = new Sql(server.database());
        sql.update(WATCH);
        return new SealLag(sql, sql.first("SELECT now()::text", row -> row.getString(1)).orElseThrow());
    }

    /** Of all receipts since, once the last one is shown. */
    Timings lags() throws InterruptedException {
        while (sql.first(
                        """
                        SELECT EXISTS (SELECT FROM domain.log_queue WHERE log = 'receipts')
                               OR EXISTS (SELECT FROM domain.log WHERE published_size < size)""",
                        row -> row.getBoolean(1))
                .orElseThrow()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        Timings lags = new Timings();
        sql.all(LAGS, row -> row.getDouble(1), since).forEach(seconds -> lags.add((long) (seconds * 1e9)));
        return lags;
    }
}
