package io.counterfoil.domain.database;

import java.util.List;

/**
 * What one module keeps in the database. Each module has one bean of this type.
 *
 * @param name the PostgreSQL schema; it has a Flyway history of its own
 * @param migrations where the SQL stands on the class path: the module's package, each slice beside its Java
 * @param entities every entity of the module, for schema validation
 */
public record ModuleSchema(String name, String migrations, List<Class<?>> entities) {}
