package io.counterfoil.domain.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** The migrations of one module, by name: Flyway's own search of the class path does not find its way in Open Liberty. */
final class MigrationFiles implements ResourceProvider {

    private final List<Migration> migrations;

    MigrationFiles(ModuleSchema schema) {
        this.migrations = schema.migrations().stream().map(Migration::new).toList();
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return migrations.stream()
                .filter(migration -> migration.path.equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return migrations.stream()
                .filter(migration -> migration.getFilename().startsWith(prefix)
                        && Arrays.stream(suffixes).anyMatch(migration.path::endsWith))
                .<LoadableResource>map(migration -> migration)
                .toList();
    }

    private static final class Migration extends LoadableResource {

        private final String path;

        Migration(String path) {
            this.path = path;
        }

        @Override
        public Reader read() {
            try (InputStream sql = MigrationFiles.class.getClassLoader().getResourceAsStream(path)) {
                if (sql == null) {
                    throw new IllegalStateException("there is no migration " + path);
                }
                return new StringReader(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public String getFilename() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public String getRelativePath() {
            return path;
        }

        @Override
        public String getAbsolutePath() {
            return path;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return path;
        }
    }
}
