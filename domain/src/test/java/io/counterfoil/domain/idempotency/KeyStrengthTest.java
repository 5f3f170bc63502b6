package io.counterfoil.domain.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStrengthTest {

    @RepeatedTest(100)
    void random_uuids_are_strong_whatever_came_before() {
        String before = UUID.randomUUID().toString();
        assertThat(KeyStrength.weak(UUID.randomUUID().toString(), Optional.of(before)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"order-0000000000017", "1111111111111111", "2026030100000001", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa-1"})
    void what_says_little_is_weak(String key) {
        assertThat(KeyStrength.weak(key, Optional.empty())).isTrue();
    }

    @Test
    void what_was_counted_up_is_weak() {
        String key = "checkout:session-8f3a:attempt-%s";
        assertThat(KeyStrength.weak(key.formatted(18), Optional.empty())).isFalse();
        assertThat(KeyStrength.weak(key.formatted(18), Optional.of(key.formatted(17))))
                .isTrue();
        assertThat(KeyStrength.weak(key.formatted(100), Optional.of(key.formatted(99))))
                .isTrue();
    }

    @Test
    void uuids_made_of_the_time_alone_are_weak() {
        assertThat(KeyStrength.weak(
                        "6fa459ea-ee8a-11ca-a2f2-00a0c91e6bf6", Optional.of("6fa459eb-ee8a-11ca-a2f2-00a0c91e6bf6")))
                .isTrue();
    }

    @Test
    void time_ordered_ones_with_random_bits_are_strong() {
        assertThat(KeyStrength.weak(
                        "0196f3a1-4c20-7d3e-8b51-f02c9a67d14e", Optional.of("0196f3a1-4c25-7a90-93f7-6e1b54d8c20a")))
                .isFalse();
    }
}
