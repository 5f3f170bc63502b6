package io.counterfoil.liberty.incontainer;

import io.counterfoil.liberty.process.Distribution;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.spi.client.deployment.DeploymentDescription;
import org.jboss.arquillian.container.test.spi.client.deployment.DeploymentScenarioGenerator;
import org.jboss.arquillian.test.spi.TestClass;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What every test class is deployed in, without a {@code @Deployment} of its own: the WAR that was built, plus all classes
 * whose name says {@code InContainer}, plus what assertions need.
 */
public final class WarWithTests implements DeploymentScenarioGenerator {

    @Override
    public List<DeploymentDescription> generate(TestClass test) {
        WebArchive war = ShrinkWrap.createFromZipFile(
                WebArchive.class,
                Distribution.directory().resolve("apps/counterfoil.war").toFile());
        try {
            Path classes = jarOf(WarWithTests.class).toPath();
            try (var files = Files.walk(classes)) {
                files.filter(file -> file.getFileName().toString().matches(".*InContainer.*\\.class"))
                        .filter(file -> !file.startsWith(classes.resolve("io/counterfoil/liberty/incontainer")))
                        .forEach(file -> war.addAsWebInfResource(file.toFile(), "classes/" + classes.relativize(file)));
            }
            war.addAsLibraries(jarOf(Assertions.class), jarOf(Awaitility.class), jarOf(Matcher.class));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        return List.of(new DeploymentDescription("counterfoil", war).shouldBeTestable(true));
    }

    private static File jarOf(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
