package io.counterfoil.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {

    /** What PostgreSQL says restarted, killed, out of connections, and with a full disk: XX000 to a new connection. */
    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "57P03", "58030", "53100", "53300", "40P01", "25006", "XX000"})
    void tells_a_client_to_try_again_where_the_server_is_in_trouble(String state) {
        assertThat(DatabaseFailure.of(new SQLException("in trouble", state)).passing())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22003", "XX001"})
    void calls_what_will_fail_again_broken(String state) {
        assertThat(DatabaseFailure.of(new SQLException("broken", state)).passing())
                .isFalse();
    }
}
