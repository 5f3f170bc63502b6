package io.counterfoil.liberty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAccessTest {

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql:", "postgresql:", "postgres:"})
    void a_database_is_named_as_its_driver_or_its_own_programs_do(String scheme) {
        Map<String, String> settings = Map.of(
                "counterfoil.database.url", scheme + "//db.internal:5432/counterfoil",
                "counterfoil.database.user", "counterfoil",
                "counterfoil.root.key.file", "root.key");

        DatabaseAccess access = DatabaseAccess.external(name -> Optional.ofNullable(settings.get(name)), 4)
                .orElseThrow();

        assertThat(access.url()).startsWith("jdbc:postgresql://db.internal:5432/counterfoil?");
    }
}
