package io.counterfoil.domain.operator;

import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.rest.Text;
import io.counterfoil.domain.rest.Times;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/operator-tokens}. */
record CreateOperatorToken(
        @Nullable String name,
        @Nullable List<@Nullable String> roles,
        @Nullable String expiresAt) {

    private static final int LONGEST_NAME = 100;
    private static final List<Caller.Role> ALL = List.of(Caller.Role.values());

    /**
     * What is wanted.
     *
     * @throws Problem that names the member which is not allowed
     */
    NewOperatorToken check(Instant now) {
        return new NewOperatorToken(
                Text.required("name", name, LONGEST_NAME),
                wanted(),
                Optional.ofNullable(expiresAt).map(text -> Times.toCome("expires_at", text, now)));
    }

    private Set<Caller.Role> wanted() {
        List<@Nullable String> sent = Optional.ofNullable(roles).orElse(List.of());
        Set<Caller.Role> known = ALL.stream()
                .filter(role -> sent.contains(name(role)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Caller.Role.class)));
        if (known.isEmpty() || known.size() != sent.size()) {
            throw Problem.invalid(
                    "roles",
                    "Send some of "
                            + Arrays.stream(Caller.Role.values())
                                    .map(CreateOperatorToken::name)
                                    .collect(Collectors.joining(", "))
                            + ", each once.");
        }
        return known;
    }

    static String name(Caller.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
