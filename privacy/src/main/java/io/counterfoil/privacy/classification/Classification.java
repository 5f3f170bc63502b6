package io.counterfoil.privacy.classification;

import io.counterfoil.domain.database.ModuleSchema;
import io.counterfoil.domain.personaldata.Personal;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.Column;
import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every column of every module that holds personal data, as its entity says. */
@Singleton
public final class Classification {

    private final List<PersonalColumn> columns;

    @Inject
    public Classification(Instance<ModuleSchema> schemas) {
        this.columns = of(
                schemas.stream().flatMap(schema -> schema.entities().stream()).toList());
    }

    /** What these entities say of themselves, by schema and name. */
    public static List<PersonalColumn> of(Collection<? extends Class<?>> entities) {
        return entities.stream()
                .flatMap(Classification::personal)
                .sorted(Comparator.comparing(PersonalColumn::schema).thenComparing(PersonalColumn::name))
                .toList();
    }

    /** By schema and name. */
    public List<PersonalColumn> columns() {
        return columns;
    }

    private static Stream<PersonalColumn> personal(Class<?> entity) {
        Table table = entity.getAnnotation(Table.class);
        return Arrays.stream(entity.getDeclaredFields())
                .flatMap(field -> Optional.ofNullable(field.getAnnotation(Personal.class)).stream()
                        .map(personal -> column(table, field, personal)));
    }

    private static PersonalColumn column(Table table, Field field, Personal personal) {
        String column = Optional.ofNullable(field.getAnnotation(Column.class))
                .map(Column::name)
                .filter(name -> !name.isEmpty())
                .orElse(field.getName());
        return new PersonalColumn(
                table.schema(),
                table.name() + "." + column,
                personal.category(),
                personal.purpose(),
                personal.basis(),
                personal.retention(),
                List.of(personal.recipients()),
                personal.onErasure());
    }
}
