package io.counterfoil.domain.database;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionSynchronizationRegistry;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** What the container holds under JNDI names, made injectable by constructor. */
final class ContainerResources {

    /** Takes part in the running transaction. */
    @Produces
    @Singleton
    DataSource dataSource() throws NamingException {
        return InitialContext.doLookup("jdbc/counterfoil");
    }

    /** Stays outside any transaction: for locks, ledgers and what must commit apart. */
    @Produces
    @Singleton
    @OutsideTransactions
    DataSource direct() throws NamingException {
        return InitialContext.doLookup("jdbc/counterfoil-direct");
    }

    @Produces
    @Singleton
    ManagedScheduledExecutorService scheduler() throws NamingException {
        return InitialContext.doLookup("java:comp/DefaultManagedScheduledExecutorService");
    }

    @Produces
    @Singleton
    TransactionSynchronizationRegistry synchronizations() throws NamingException {
        return InitialContext.doLookup("java:comp/TransactionSynchronizationRegistry");
    }
}
