package io.counterfoil.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.List;
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

    @Test
    void refuses_a_statement_of_a_transaction_that_is_over() {
        Sql kept = transactions.commit(transactions::sql);
        String statement = "INSERT INTO public.in_container VALUES ('late')";

        assertThatThrownBy(() -> kept.update(statement)).hasMessage("the transaction of this statement is over");
        assertThatThrownBy(() -> transactions.commit(() -> kept.update(statement)))
                .hasMessage("the transaction of this statement is over");
        assertThat(rows()).isZero();
    }

    @Test
    void what_joins_a_transaction_goes_with_it() {
        assertThatThrownBy(() -> transactions.commit(() -> {
                    transactions.join(
                            () -> transactions.sql().update("INSERT INTO public.in_container VALUES ('lost')"));
                    throw new IllegalStateException("the work failed");
                }))
                .hasMessage("the work failed");
        transactions.join(() -> transactions.sql().update("INSERT INTO public.in_container VALUES ('kept')"));

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void a_transaction_has_one_process_of_the_database_whoever_asks_it() {
        String process = "SELECT pg_backend_pid()";

        transactions.commit(() -> {
            int plain = transactions.sql().first(process, row -> row.getInt(1)).orElseThrow();
            int again = transactions.sql().first(process, row -> row.getInt(1)).orElseThrow();
            int hibernates = transactions.session(
                    session -> session.createNativeQuery(process, Integer.class).getSingleResult());

            assertThat(List.of(again, hibernates)).containsOnly(plain);
        });
    }

    private int rows() {
        return transactions.commit(() -> transactions
                .sql()
                .all("SELECT word FROM public.in_container", row -> row.getString(1))
                .size());
    }
}
