package io.counterfoil.liberty.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** How the server around the application is built; {@code HouseRulesTest} says it of the application. */
class ServerRulesTest {

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.counterfoil.liberty");

    @Test
    void no_two_packages_need_each_other() {
        slices().matching("io.counterfoil.liberty.(*)..")
                .should()
                .beFreeOfCycles()
                .check(SERVER);
    }

    @Test
    void the_launcher_stands_on_the_others() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..liberty.launcher..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..liberty.launcher..")
                .check(SERVER);
    }

    /** The commands that look at the two logs while no server runs read them as their modules do; nothing else is shared. */
    @Test
    void nothing_of_the_application_runs_outside_of_it() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.counterfoil.app..", "io.counterfoil.privacy..", "io.counterfoil.webhooks..")
                .check(SERVER);
    }
}
