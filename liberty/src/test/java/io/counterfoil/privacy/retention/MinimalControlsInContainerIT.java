package io.counterfoil.privacy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Assessment.Status;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a field has a retention: the rest is in {@code PracticesInContainerIT}. */
@ExtendWith(ArquillianExtension.class)
class MinimalControlsInContainerIT {

    private static final String SWEPT = """
        INSERT INTO domain.control_sighting (merchant_id, what, subject, day, count, first_at, last_at)
        VALUES (gen_random_uuid(), 'retention_swept', 'customer.email', current_date, 1, now(), now())\
        """;

    private static final String CUSTOMER = """
        INSERT INTO privacy.customer (merchant_id, id, livemode, created_at, email)
        VALUES (gen_random_uuid(), '%s', false, now() - interval '%s', decode('01', 'hex'))\
        """;

    @Inject
    private Transactions transactions;

    @Inject
    private InstantSource time;

    @Inject
    private Ids ids;

    private static final class Undone extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Assessment seen;

        Undone(Assessment seen) {
            super("undone");
            this.seen = seen;
        }
    }

    @Test
    void values_within_their_retention_and_swept_are_fine() {
        assertThat(after(SWEPT, customer("29 days"))).isEqualTo(Status.MET);
    }

    @Test
    void values_past_their_retention_are_not() {
        assertThat(after(SWEPT, customer("31 days"))).isEqualTo(Status.FAILING);
    }

    @Test
    void a_sweep_that_has_not_run_is_no_sweep() {
        assertThat(after(customer("29 days"))).isEqualTo(Status.FAILING);
    }

    /** Come just now, as its id says, and changed so long ago: that nobody has read of it for a month says nothing yet. */
    private String customer(String changed) {
        return CUSTOMER.formatted(ids.next(), changed);
    }

    private Status after(String... statements) {
        MinimalControls controls = new MinimalControls(
                name -> Optional.of("customer.email=P30D").filter(any -> name.equals("counterfoil.privacy.retention")));
        try {
            transactions.commit(() -> {
                transactions.sql().update("DELETE FROM privacy.customer");
                transactions.sql().update("DELETE FROM domain.control_sighting");
                for (String statement : statements) {
                    transactions.sql().update(statement);
                }
                throw new Undone(
                        controls.controls().get(0).check().assess(Window.until(time.instant(), transactions.sql())));
            });
        } catch (Undone undone) {
            return undone.seen.status();
        }
        throw new AssertionError("a case that is not undone");
    }
}
