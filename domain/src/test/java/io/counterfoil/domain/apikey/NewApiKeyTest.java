package io.counterfoil.domain.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A restricted key that may make keys makes none that can do more than itself. */
class NewApiKeyTest {

    private static final Instant END = Instant.parse("2030-01-01T00:00:00Z");
    private static final NewApiKey MAKER =
            key(List.of("payments:write", "api_keys:write"), List.of("10.0.0.0/8", "2001:db8::/32"), Optional.of(END));

    @Test
    void an_unrestricted_key_makes_any() {
        NewApiKey any = key(List.of(), List.of(), Optional.empty());

        assertThat(any.within(NewApiKey.unrestricted(UUID.randomUUID(), false, "maker")))
                .isEqualTo(any);
    }

    @Test
    void its_limits_are_inherited_where_none_are_asked_for() {
        NewApiKey made =
                key(List.of("payments:read"), List.of(), Optional.empty()).within(MAKER);

        assertThat(made.ipAllowList()).isEqualTo(MAKER.ipAllowList());
        assertThat(made.expiresAt()).contains(END);
    }

    @Test
    void narrower_limits_are_kept() {
        NewApiKey narrow = key(List.of("payments:write"), List.of("10.1.0.0/16"), Optional.of(END.minusSeconds(1)));

        assertThat(narrow.within(MAKER)).isEqualTo(narrow);
    }

    @Test
    void more_scopes_are_refused() {
        refuses("scopes", key(List.of(), List.of(), Optional.empty()));
        refuses("scopes", key(List.of("payments:read", "customers:read"), List.of(), Optional.empty()));
    }

    @Test
    void more_networks_are_refused() {
        refuses("ip_allow_list", key(List.of("payments:read"), List.of("0.0.0.0/0"), Optional.empty()));
        refuses("ip_allow_list", key(List.of("payments:read"), List.of("10.1.0.0/16", "11.0.0.1"), Optional.empty()));
    }

    @Test
    void a_longer_life_is_refused() {
        refuses("expires_at", key(List.of("payments:read"), List.of(), Optional.of(END.plusSeconds(1))));
    }

    private static void refuses(String param, NewApiKey wanted) {
        assertThatThrownBy(() -> wanted.within(MAKER)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(403);
            assertThat(problem.document("req_x")).containsEntry("param", param);
        });
    }

    private static NewApiKey key(List<String> scopes, List<String> networks, Optional<Instant> end) {
        return new NewApiKey(new UUID(1, 2), false, "key", scopes, networks, end);
    }
}
