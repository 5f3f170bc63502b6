package io.counterfoil.domain.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    private static final String KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324";

    @Test
    void quoted_and_bare_are_the_same_key() {
        assertThat(IdempotencyKey.parse(List.of('"' + KEY + '"'))).contains(new IdempotencyKey(KEY));
        assertThat(IdempotencyKey.parse(List.of("  " + KEY + " "))).contains(new IdempotencyKey(KEY));
    }

    @Test
    void no_header_is_no_key_and_a_demand_for_one_says_so() {
        assertThat(IdempotencyKey.parse(List.of())).isEmpty();
        assertThatThrownBy(() -> IdempotencyKey.demand(List.of()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("idempotency_key_missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a234567890123456", "A-Z_a:z.0-9aaaaaaa"})
    void takes_what_is_allowed(String key) {
        assertThat(IdempotencyKey.parse(List.of(key))).contains(new IdempotencyKey(key));
    }

    @Test
    void is_16_to_255_characters_long() {
        assertThat(IdempotencyKey.parse(List.of("k".repeat(16)))).isPresent();
        assertThat(IdempotencyKey.parse(List.of("k".repeat(255)))).isPresent();
        refused("k".repeat(15));
        refused("k".repeat(256));
        refused("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"8e03978e-40d5-43dd-bc93-6894a57f9324",
                "8e03978e-40d5-43dd-bc93-6894a57f9324\"",
                "\"8e03978e-40d5-43dd\";a=1",
                "\"8e03978e-40d5-43dd\", \"8e03978e-40d5-43dd\"",
                "8e03978e-40d5-43dd, 8e03978e-40d5-43dd",
                "\"8e03978e\\x40d5-43dd-bc93\"",
                "\"8e03978e-40d5-43dd-bc93\\",
                "\"8e03978e\\\"40d5-43dd-bc93\"",
                "\"",
                "8e03978e 40d5 43dd bc93",
                "8e03978e/40d5/43dd/bc93",
                "8e03978e-40d5-43dd-bc9ü"
            })
    void refuses_what_is_not(String key) {
        refused(key);
    }

    @Test
    void refuses_two_lines() {
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of(KEY, KEY))).isInstanceOf(Problem.class);
    }

    private static void refused(String key) {
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of(key)))
                .as(key)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }
}
