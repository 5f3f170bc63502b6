package io.counterfoil.app.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.counterfoil.privacy.classification.Classification;
import io.counterfoil.privacy.classification.PersonalColumn;
import jakarta.persistence.Entity;
import java.util.List;

/** What all entities of the house say of people, for tests that compare something with it. */
final class Classified {

    /** Found once: looking takes seconds. */
    private static final List<PersonalColumn> COLUMNS = Classification.of(new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.counterfoil").stream()
                    .filter(type -> type.isAnnotatedWith(Entity.class))
                    .map(JavaClass::reflect)
                    .toList());

    private Classified() {}

    static List<PersonalColumn> columns() {
        return COLUMNS;
    }
}
