package io.counterfoil.domain.database;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** The steps that open the database: reach it, lock it against other servers, migrate it, check it against the entities. */
final class Opening {

    /** The name of the lock: any number, the same in every server of every version. */
    private static final long MIGRATION_LOCK = 0x636F756E746572L;

    private static final int OLDEST_MAJOR = 15;
    private static final int PATIENCE_SECONDS = 2;

    private final DataSource direct;
    private final DataSource transactional;
    private final Instance<ModuleSchema> schemas;

    @Inject
    Opening(@OutsideTransactions DataSource direct, DataSource transactional, Instance<ModuleSchema> schemas) {
        this.direct = direct;
        this.transactional = transactional;
        this.schemas = schemas;
    }

    /**
     * Does the work while this server alone holds the lock. The lock belongs to a transaction: it goes with the
     * connection, whatever becomes of the server, and works behind a pooler.
     */
    void underLock(Runnable work) throws SQLException {
        try (Connection connection = direct.getConnection()) {
            demandVersion(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                while (!locked(statement)) {
                    LockSupport.parkNanos(100_000_000);
                }
                work.run();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Brings each module's schema up to date and proves that it fits the entities. */
    SessionFactory migrateAndValidate() {
        Configuration hibernate = new Configuration();
        for (ModuleSchema schema : schemas) {
            migrate(schema);
            schema.entities().forEach(hibernate::addAnnotatedClass);
        }
        hibernate.getProperties().put("hibernate.connection.datasource", transactional);
        hibernate.setProperty("hibernate.transaction.coordinator_class", "jta");
        hibernate.setProperty("hibernate.transaction.jta.platform", "WebSphereLiberty");
        hibernate.setProperty("hibernate.hbm2ddl.auto", "validate");
        hibernate.setProperty("hibernate.timezone.default_storage", "NORMALIZE_UTC");
        hibernate.setProperty("hibernate.jdbc.time_zone", "UTC");
        hibernate.setProperty("hibernate.jdbc.batch_size", "50");
        hibernate.setProperty("jakarta.persistence.validation.mode", "none");
        return hibernate.buildSessionFactory();
    }

    /** Why the database does not answer just now, if it doesn't. */
    Optional<String> unreachable() {
        try (Connection connection = direct.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS)
                    ? Optional.empty()
                    : Optional.of("The database does not answer.");
        } catch (SQLException failure) {
            return Optional.of(explain(failure));
        }
    }

    /** Whether waiting is of no use, whatever went wrong. */
    static boolean refuses(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof StartRefused)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** One clear sentence for an operator, whatever went wrong. */
    String explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseRefused refused) {
                return String.valueOf(refused.getMessage());
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return explain(sql.getSQLState());
            }
        }
        return "The database can't be opened: %s. The server's log says more."
                .formatted(failure.getClass().getSimpleName());
    }

    private static String explain(String state) {
        return switch (state) {
            case "28P01", "28000" ->
                "The database refuses the user or the password: check COUNTERFOIL_DATABASE_USER and"
                        + " COUNTERFOIL_DATABASE_PASSWORD.";
            case "3D000" -> "The database named in COUNTERFOIL_DATABASE_URL does not exist: create it.";
            case "42501" -> "The database's role may not create schemas: grant it CREATE on the database.";
            case "53300" ->
                "The database has no connection left: raise max_connections or lower COUNTERFOIL_DATABASE_POOL.";
            default ->
                state.startsWith("08") || state.startsWith("57P")
                        ? "The database does not answer: check that it runs and that COUNTERFOIL_DATABASE_URL names it."
                        : "The database can't be opened (SQL state %s). The server's log says more.".formatted(state);
        };
    }

    private static void demandVersion(Connection connection) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < OLDEST_MAJOR) {
            throw new DatabaseRefused(
                    "The database is PostgreSQL " + major + ", which is too old: use " + OLDEST_MAJOR + " or newer.");
        }
    }

    private static boolean locked(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + MIGRATION_LOCK + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void migrate(ModuleSchema schema) {
        Flyway flyway = Flyway.configure(Opening.class.getClassLoader())
                .dataSource(direct)
                .schemas(schema.name())
                .defaultSchema(schema.name())
                .locations(new String[0])
                // there are none; db/callback/flyway.location keeps Flyway from complaining about that in Open Liberty
                .skipDefaultCallbacks(true)
                .resourceProvider(new MigrationFiles(schema))
                .load();
        demandNotNewer(schema, flyway);
        flyway.migrate();
    }

    private static void demandNotNewer(ModuleSchema schema, Flyway flyway) {
        MigrationInfo applied = flyway.info().current();
        MigrationVersion newest = List.of(flyway.info().all()).stream()
                .filter(migration -> !migration.getState().isApplied()
                        || migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
        if (applied != null
                && applied.getVersion() != null
                && applied.getVersion().compareTo(newest) > 0) {
            throw new DatabaseRefused(
                    "The schema \"%s\" is at version %s, newer than this program knows (%s): install the newer program."
                            .formatted(schema.name(), applied.getVersion(), newest));
        }
    }
}
