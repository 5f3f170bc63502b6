package io.counterfoil.domain.database;

import java.util.List;

/**
 * What one module keeps in the database. Each module has one bean of this type.
 *
 * @param name the PostgreSQL schema; it has a Flyway history of its own
 * @param migrations how the schema came about: SQL on the class path, each beside the Java of its slice; once released, a
 *     migration is never changed
 * @param entities every entity of the module, for schema validation
 */
public record ModuleSchema(String name, List<String> migrations, List<Class<?>> entities) {}
