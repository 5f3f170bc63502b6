package io.counterfoil.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.domain.rest.Allow;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Caller.Role;
import io.counterfoil.domain.rest.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorizationTest {

    private static final UUID ID = new UUID(1, 2);
    private static final Path TABLE = Path.of("src/test/resources/credential-table.txt");
    private static final Caller ANYONE = new Caller.Anyone();
    private static final Caller UNRESTRICTED = key();
    private static final Caller READER = key("payments:read");
    private static final Caller WRITER = key("payments:write");
    private static final Caller OPERATOR = new Caller.Operator(ID, Set.of(Role.OPERATOR));
    private static final Caller AUDITOR = new Caller.Operator(ID, Set.of(Role.AUDITOR));

    @Allow(scope = "payments:read")
    void reading() {}

    @Allow(scope = "payments:write", roles = Role.OPERATOR)
    void writing() {}

    @Allow(anyone = true)
    void open() {}

    void forgotten() {}

    @Test
    void an_unrestricted_key_does_all_of_its_own() {
        permits(UNRESTRICTED, "reading", "writing", "open");
    }

    @Test
    void a_restricted_key_does_what_its_scopes_say_and_writing_is_also_reading() {
        permits(READER, "reading", "open");
        refuses(READER, 403, "writing");
        permits(WRITER, "reading", "writing", "open");
        refuses(key("receipts:write"), 403, "reading", "writing");
    }

    @Test
    void an_operator_does_what_its_roles_say() {
        permits(OPERATOR, "writing", "open");
        refuses(OPERATOR, 403, "reading");
        refuses(AUDITOR, 403, "reading", "writing");
    }

    @Test
    void without_a_credential_only_what_is_open_is_open() {
        permits(ANYONE, "open");
        refuses(ANYONE, 401, "reading", "writing", "forgotten");
    }

    @Test
    void what_says_nothing_lets_nobody_through() {
        refuses(UNRESTRICTED, 403, "forgotten");
        refuses(OPERATOR, 403, "forgotten");
    }

    private static Caller key(String... scopes) {
        return new Caller.MerchantKey(ID, false, ID, Set.of(scopes));
    }

    private static void permits(Caller caller, String... methods) {
        for (String method : methods) {
            Authorization.demand(caller, allow(method));
        }
    }

    private static void refuses(Caller caller, int status, String... methods) {
        for (String method : methods) {
            assertThatThrownBy(() -> Authorization.demand(caller, allow(method)))
                    .as(method)
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(status));
        }
    }

    private static @Nullable Allow allow(String method) {
        return Arrays.stream(AuthorizationTest.class.getDeclaredMethods())
                .filter(one -> one.getName().equals(method))
                .findFirst()
                .orElseThrow()
                .getAnnotation(Allow.class);
    }

    /** Cell by cell; {@code CredentialTableIT} walks the same table over HTTP. */
    @Test
    void every_route_lets_in_those_of_the_credential_table_and_nobody_else() throws IOException {
        List<Row> table = Files.readAllLines(TABLE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Row::parse)
                .toList();
        Routes.all().forEach((route, method) -> {
            Set<String> who = table.stream()
                    .filter(row -> row.fits(route))
                    .max(Comparator.comparing(row -> row.path().length()))
                    .map(Row::who)
                    .orElseThrow(() -> new AssertionError(route + ": say in " + TABLE + " who may call it"));
            Allow allow = method.getAnnotation(Allow.class);
            Map<String, Caller> callers = Map.of(
                    "merchant", UNRESTRICTED,
                    "operator", OPERATOR,
                    "auditor", AUDITOR,
                    "privacy_officer", new Caller.Operator(ID, Set.of(Role.PRIVACY_OFFICER)),
                    "nobody", ANYONE);
            callers.forEach((name, caller) -> assertThat(lets(caller, allow))
                    .as("%s: %s", route, name)
                    .isEqualTo(who.contains(name) || who.contains("nobody")));
            assertThat(lets(key("no_such:write"), allow))
                    .as("%s: a key that is restricted to something else", route)
                    .isEqualTo(who.contains("nobody"));
            assertThat(who.contains("merchant"))
                    .as("%s: a scope for restricted keys", route)
                    .isEqualTo(!allow.scope().isEmpty() && lets(key(allow.scope()), allow));
        });
    }

    private record Row(String methods, String path, Set<String> who) {

        static Row parse(String line) {
            String[] words = line.strip().split("\\s+");
            return new Row(words[0], words[1], Set.of(Arrays.copyOfRange(words, 2, words.length)));
        }

        boolean fits(String route) {
            String[] words = route.split(" ");
            return (methods.equals("*") || methods.equals(words[0]))
                    && (words[1].equals(path) || words[1].startsWith(path + "/"));
        }
    }

    private static boolean lets(Caller caller, Allow allow) {
        try {
            Authorization.demand(caller, allow);
            return true;
        } catch (Problem refused) {
            return false;
        }
    }
}
