package io.counterfoil.domain.cluster;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * This server among those that share the database. It says every second that it lives; work that it leased is orphaned
 * as soon as it no longer does. All times are the database's, so that the servers' clocks need not agree.
 */
@Singleton
public final class ThisServer {

    private static final Logger LOG = Logger.getLogger(ThisServer.class.getName());

    /** Primary key server_instance_pkey. */
    private static final String HEARTBEAT = """
        INSERT INTO domain.server_instance (id, alive_until)
        VALUES (?, now() + interval '5 seconds')
        ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until\
        """;

    /** A table of a few rows, read whole. */
    private static final String FORGET = """
        DELETE FROM domain.server_instance
        WHERE id = ? OR alive_until < now() - interval '1 day'\
        """;

    private final UUID id;
    private final Sql sql;
    private final BackgroundWork work;

    @Inject
    public ThisServer(Ids ids, @OutsideTransactions DataSource direct, BackgroundWork work) {
        this.id = ids.next();
        this.sql = new Sql(direct);
        this.work = work;
    }

    /** The identity of this run: a new one at each start. */
    public UUID id() {
        return id;
    }

    void join(@Observes @Priority(2) DatabaseOpened opened) {
        sql.update(HEARTBEAT, id);
    }

    void live(@Observes DatabaseReady ready) {
        work.every(Duration.ofSeconds(1), "heartbeat", this::heartbeat);
    }

    @PreDestroy
    void leave() {
        try {
            sql.update(FORGET, id);
        } catch (DatabaseFailure unreachable) {
            LOG.log(Level.FINE, "the database is gone before the server; its time runs out by itself", unreachable);
        }
    }

    private void heartbeat() {
        sql.update(HEARTBEAT, id);
    }
}
