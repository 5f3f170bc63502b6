package io.counterfoil.domain.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.secret.Token;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a key ends. */
class ApiKeyTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID SUCCESSOR = new UUID(3, 4);

    @Test
    void a_key_without_an_end_goes_on() {
        assertWorks(key(Optional.empty()), NOW.plus(Duration.ofDays(10_000)));
    }

    @Test
    void a_key_works_until_its_end_and_at_that_moment_no_longer() {
        ApiKey key = key(Optional.of(NOW));

        assertWorks(key, NOW.minusMillis(1));
        assertDead(key, NOW);
        assertDead(key, NOW.plusMillis(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3_600, 604_800})
    void a_rolled_key_works_for_the_overlap_and_no_longer(long seconds) {
        ApiKey key = key(Optional.empty());
        Instant end = NOW.plusSeconds(seconds);

        key.endFor(SUCCESSOR, end);

        assertWorks(key, end.minusMillis(1));
        assertDead(key, end);
        assertThat(key.hasSuccessor()).isTrue();
    }

    @Test
    void an_overlap_makes_no_life_longer_than_it_was_to_be() {
        ApiKey key = key(Optional.of(NOW.plusSeconds(60)));

        key.endFor(SUCCESSOR, NOW.plus(Duration.ofDays(7)));

        assertWorks(key, NOW.plusSeconds(59));
        assertDead(key, NOW.plusSeconds(60));
    }

    @Test
    void a_successor_ends_when_the_key_was_to_end() {
        assertThat(key(Optional.of(NOW)).successor().expiresAt()).contains(NOW);
        assertThat(key(Optional.empty()).successor().expiresAt()).isEmpty();
    }

    @Test
    void a_revoked_key_is_dead_at_any_time_whatever_its_end() {
        ApiKey key = key(Optional.of(NOW.plus(Duration.ofDays(1))));

        key.revoke(NOW);

        assertDead(key, NOW);
        assertDead(key, NOW.minus(Duration.ofDays(1)));
    }

    @Test
    void what_was_exposed_first_is_what_is_remembered() {
        ApiKey key = key(Optional.empty());
        key.expose("github", NOW);
        key.expose("plain_http", NOW.plusSeconds(1));

        assertThat(key.exposed()).isTrue();
        assertThat(key.view().exposedAt()).isEqualTo(NOW);
    }

    /** The row and what authentication keeps of it say the same. */
    private static void assertWorks(ApiKey key, Instant when) {
        assertThat(key.worksAt(when)).isTrue();
        assertThat(key.known().worksAt(when)).isTrue();
    }

    private static void assertDead(ApiKey key, Instant when) {
        assertThat(key.worksAt(when)).isFalse();
        assertThat(key.known().worksAt(when)).isFalse();
    }

    private static ApiKey key(Optional<Instant> end) {
        Token secret = Token.random(new SecureRandom(), "sk_test_");
        NewApiKey wanted = new NewApiKey(new UUID(1, 1), false, "key", List.of(), List.of(), end);
        return new ApiKey(new UUID(1, 2), wanted, secret, new byte[32], NOW.minusSeconds(60), "opt_ada");
    }
}
