package io.counterfoil.domain.transparency;

import io.counterfoil.domain.checkpoint.CheckpointFile;
import io.counterfoil.domain.checkpoint.PublishedCheckpoints;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.receipt.ReceiptLog;
import io.counterfoil.domain.signednote.NoteSigner;
import io.counterfoil.domain.signednote.SignedNote;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL with the tables of receipts and logs, and one log that began just now. */
public final class LogDatabase implements Closeable {

    static final KeptLog LOG = new KeptLog("receipts", true);

    private static final UUID MERCHANT = new UUID(7, 7);

    private final EmbeddedPostgres postgres;
    private final DataSource database;
    private final Path record;
    private final KeptLog log;
    private final NoteSigner signer;

    public LogDatabase(Path directory) {
        this(directory, LOG);
    }

    public LogDatabase(Path directory, KeptLog log) {
        this.log = log;
        this.signer = new NoteSigner("example.com/" + log.name(), "k".repeat(32).getBytes(StandardCharsets.UTF_8));
        this.postgres = new EmbeddedPostgres(directory.resolve("postgres"), directory, 32, line -> {});
        this.record = directory.resolve("published");
        postgres.start();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        this.database = source;
        sql().update("CREATE SCHEMA domain");
        sql().update("CREATE SCHEMA monitoring");
        migrate("/io/counterfoil/domain/receipt/V9__receipt.sql");
        migrate("/io/counterfoil/domain/transparency/V10__transparency.sql");
        migrate("/io/counterfoil/domain/witness/V40__cosignature.sql");
    }

    /** Changes a bit of the byte at this place of a tile, as somebody with SQL can; the condition names the tile. */
    public void flip(String tile, int at) {
        sql().update(
                        "UPDATE domain.log_tile SET bytes = set_byte(bytes, ?, get_byte(bytes, ?) # 1) WHERE " + tile,
                        at,
                        at);
    }

    /** Begins everything anew. */
    public void empty() throws IOException {
        sql().update("TRUNCATE domain.log, domain.log_key, domain.log_cosignature, domain.log_queue,"
                + " domain.log_leaf, domain.log_tile, domain.receipt");
        Files.deleteIfExists(record);
        Files.deleteIfExists(AnnouncedKeys.beside(record, log.name()).file());
        StoredLog begun = transactions()
                .commit(sql ->
                        new LogRows(sql).begin(log.name(), signer.verifier().name()));
        sql().update(
                        "INSERT INTO domain.log_key (log_id, id, verifier, sealed, created_at) VALUES (?, ?, ?, '',"
                                + " now())",
                        begun.id(),
                        new UUID(0, 1),
                        signer.verifier().text());
        outside().remember(Recorded.empty(begun), Optional.empty());
    }

    public Sql sql() {
        return new Sql(database);
    }

    public DataSource source() {
        return database;
    }

    /** The file of published checkpoints. */
    public Path record() {
        return record;
    }

    public DirectTransactions transactions() {
        return new DirectTransactions(database);
    }

    LogRows rows() {
        return new LogRows(sql());
    }

    StoredLog log() {
        return rows().newest(log.name()).orElseThrow();
    }

    PublishedCheckpoints outside() {
        return new CheckpointFile(record);
    }

    public NoteSigner signer() {
        return signer;
    }

    SignedNote sign(StoredLog log, String text) {
        return signer.sign(text);
    }

    Sequencer sequencer() {
        return sequencer(outside());
    }

    Sequencer sequencer(PublishedCheckpoints outside) {
        return new Sequencer(log, log(), transactions(), this::sign, outside);
    }

    LogAudit audit() {
        return ReceiptLog.audit(database, record);
    }

    /** Seals and publishes all that waits. */
    public void seal() {
        sequencer().run();
    }

    public int id() {
        return log().id();
    }

    public long size() {
        return log().size();
    }

    public String published() {
        return log().published().orElseThrow();
    }

    public String verifierKey() {
        return signer.verifier().text();
    }

    /** Stores receipts as {@code Receipts} does, each with its row in the queue, all in one transaction. */
    public void issue(int count) {
        transactions().commit(sql -> {
            for (int i = 0; i < count; i++) {
                issue(sql, UUID.randomUUID());
            }
            return true;
        });
    }

    static void issue(Sql sql, UUID id) {
        String signed = "{\"id\":\"" + id + "\"}";
        sql.update(
                """
                    WITH stored AS (
                        INSERT INTO domain.receipt (merchant_id, id, livemode, payment_id, signed, signature, issued_at)
                        VALUES (?, ?, false, ?, ?, '', ?)
                        RETURNING merchant_id, id
                    )
                    """ + LogQueue.INSERT + "SELECT merchant_id, id, ?, sha256(convert_to(?, 'UTF8')) FROM stored",
                MERCHANT,
                id,
                id,
                signed,
                Instant.EPOCH,
                LOG.name(),
                signed);
    }

    /** What {@code pg_dump} would keep of the log. */
    void dump() {
        for (String table : new String[] {"log", "log_leaf", "log_tile", "log_queue", "receipt"}) {
            sql().update("DROP TABLE IF EXISTS public." + table);
            sql().update("CREATE TABLE public.%s AS TABLE domain.%s".formatted(table, table));
        }
    }

    /** Puts it back. */
    void restore() {
        for (String table : new String[] {"log_leaf", "log_tile", "log_queue", "receipt"}) {
            sql().update("DELETE FROM domain." + table);
            sql().update("INSERT INTO domain.%s TABLE public.%s".formatted(table, table));
        }
        sql().update("""
            UPDATE domain.log SET (size, root, published, published_size) =
                   (SELECT size, root, published, published_size FROM public.log)\
            """);
    }

    public void migrate(String file) {
        try (var stream = LogDatabase.class.getResourceAsStream(file)) {
            sql().update(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Override
    public void close() {
        postgres.stop();
    }
}
