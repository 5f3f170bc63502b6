package io.counterfoil.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void the_page_lists_every_setting_as_the_code_has_it_and_no_other() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `COUNTERFOIL_"))
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(SettingsCatalog.all().stream()
                        .map(ConfigurationPageTest::row)
                        .toList());
    }

    @Test
    void every_setting_has_a_name_of_its_own_and_a_fallback_that_is_allowed() {
        assertThat(SettingsCatalog.all()).extracting(Setting::name).doesNotHaveDuplicates();
        SettingsCatalog.check(name -> Optional.empty());
    }

    private static String row(Setting<?> setting) {
        String fallback = setting.fallback().isEmpty() ? "–" : "`" + setting.fallback() + "`";
        return "| `%s` | %s | %s | %s |".formatted(setting.variable(), fallback, setting.allowed(), setting.purpose());
    }
}
