package io.counterfoil.domain.database;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.hibernate.StatelessSession;

/** The edges of transactions, in one place. */
@Singleton
public final class Transactions {

    private final UserTransaction transaction;
    private final Database database;
    private final DataSource source;
    private final ThreadLocal<Sql> running = new ThreadLocal<>();

    @Inject
    public Transactions(UserTransaction transaction, Database database, DataSource source) {
        this.transaction = transaction;
        this.database = database;
        this.source = source;
    }

    /**
     * Does the work in a transaction of its own and commits it. Any exception rolls all of it back.
     *
     * @throws IllegalStateException when a transaction is running already
     * @throws DatabaseFailure when it can't be committed
     */
    public <T> T commit(Supplier<T> work) {
        database.demandReady();
        begin();
        boolean done = false;
        try {
            T result = within(work);
            done = true;
            return result;
        } finally {
            if (done) {
                end();
            } else {
                rollback();
            }
        }
    }

    /** Like {@link #commit(Supplier)}, for work without a result. */
    public void commit(Runnable work) {
        commit(() -> {
            work.run();
            return true;
        });
    }

    /** Does the work inside the running transaction, or inside one of its own where none is running. */
    public <T> T join(Supplier<T> work) {
        return running.get() == null ? commit(work) : work.get();
    }

    /** Uses a Hibernate session inside the running transaction, or inside one of its own where none is running. */
    public <T> T session(Function<StatelessSession, T> work) {
        return join(() -> {
            try (StatelessSession session = database.sessions().openStatelessSession()) {
                return work.apply(session);
            }
        });
    }

    /**
     * Plain SQL inside the running transaction.
     *
     * @throws IllegalStateException when none is running: a statement that belongs to a transaction can't slip out of it
     */
    public Sql sql() {
        Sql sql = running.get();
        if (sql == null) {
            throw new IllegalStateException("no transaction is running");
        }
        return sql;
    }

    private <T> T within(Supplier<T> work) {
        try (HeldConnection held = new HeldConnection(source)) {
            running.set(new Sql(held));
            return work.get();
        } finally {
            running.remove();
        }
    }

    private void begin() {
        try {
            transaction.begin();
        } catch (NotSupportedException | SystemException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void end() {
        try {
            transaction.commit();
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException | SystemException failure) {
            throw DatabaseFailure.atCommit(failure);
        }
    }

    private void rollback() {
        try {
            transaction.rollback();
        } catch (SystemException failure) {
            throw DatabaseFailure.atCommit(failure);
        }
    }
}
