package io.counterfoil.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Transactions} on the container's own transactions and its data source. */
@ExtendWith(ArquillianExtension.class)
class TransactionsInContainerIT {

    @Inject
    private Transactions transactions;

    @Inject
    private UserTransaction transaction;

    @BeforeEach
    void emptyTable() {
        transactions.commit(() -> {
            transactions.sql().update("CREATE TABLE IF NOT EXISTS public.in_container (word text)");
            transactions.sql().update("DELETE FROM public.in_container");
        });
    }

    @Test
    void keeps_what_was_committed() {
        transactions.commit(() -> transactions.sql().update("INSERT INTO public.in_container VALUES ('kept')"));

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void undoes_everything_when_the_work_fails() throws SystemException {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    transactions.sql().update("INSERT INTO public.in_container VALUES ('lost')");
                    throw new IllegalStateException("the work failed");
                }))
                .hasMessage("the work failed");

        assertThat(rows()).isZero();
        assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void refuses_a_statement_outside_any_transaction() {
        assertThatThrownBy(transactions::sql).hasMessage("no transaction is running");
    }

    private int rows() {
        return transactions.commit(() -> transactions
                .sql()
                .all("SELECT word FROM public.in_container", row -> row.getString(1))
                .size());
    }
}
