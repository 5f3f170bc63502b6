package io.counterfoil.domain.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterfoil.domain.database.OutsideTransactions;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that come to keep their tables at the same moment take turns. */
@ExtendWith(ArquillianExtension.class)
class DayPartitionsInContainerIT {

    @Inject
    @OutsideTransactions
    private DataSource direct;

    @Inject
    private Transactions transactions;

    @Inject
    private BackgroundWork work;

    @Inject
    private InstantSource time;

    @Test
    void one_server_at_a_time_keeps_the_partitions() throws SQLException {
        DayPartitions own = new DayPartitions(direct, transactions, work, time);
        try (Connection another = direct.getConnection();
                Statement statement = another.createStatement()) {
            another.setAutoCommit(false);
            // the server's own upkeep may be at it, for a moment
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('counterfoil partitions'), 0)");
            assertThat(own.upkeep()).isFalse();
            another.rollback();
            another.setAutoCommit(true);
        }
        await().atMost(Duration.ofMinutes(1)).until(own::upkeep);
    }
}
