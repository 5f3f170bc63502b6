package io.counterfoil.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Versions stand in the root POM, each pinned, and nowhere else. */
class PomTest {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_names_no_version(String module) throws IOException {
        assertThat(Pom.read(ROOT.resolve(module).resolve("pom.xml")).ownVersions())
                .isEmpty();
    }

    static Iterable<String> modules() throws IOException {
        return Pom.read(ROOT.resolve("pom.xml")).modules();
    }

    @Test
    void the_root_pins_every_version() throws IOException {
        Pom root = Pom.read(ROOT.resolve("pom.xml"));
        assertThat(root.ownVersions()).isNotEmpty();
        assertThat(root.unpinnedVersions()).isEmpty();
    }

    @Test
    void reports_a_module_that_names_a_version() throws IOException {
        Pom pom = Pom.parse("""
            <project>
              <parent><artifactId>counterfoil</artifactId><version>1</version></parent>
              <dependencies><dependency><artifactId>tink</artifactId><version>2</version></dependency></dependencies>
            </project>
            """);
        assertThat(pom.ownVersions()).containsExactly("2");
    }

    @Test
    void reports_a_version_that_may_be_another_one_tomorrow() throws IOException {
        Pom pom = Pom.parse("""
            <project>
              <version>1-SNAPSHOT</version>
              <properties><a.version>[1,2)</a.version><b.version>3</b.version></properties>
              <dependencies>
                <dependency><version>LATEST</version></dependency>
                <dependency><version>4-SNAPSHOT</version></dependency>
                <dependency><version>5</version></dependency>
              </dependencies>
              <rules><requireJavaVersion><version>[17,)</version></requireJavaVersion></rules>
            </project>
            """);
        assertThat(pom.unpinnedVersions()).containsExactlyInAnyOrder("[1,2)", "LATEST", "4-SNAPSHOT");
    }
}
