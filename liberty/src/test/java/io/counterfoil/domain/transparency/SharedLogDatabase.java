package io.counterfoil.domain.transparency;

import io.counterfoil.liberty.process.ScratchDirectory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One database for all tests that begin by emptying it; started for the first of them, stopped after the last. */
public final class SharedLogDatabase implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LogDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedLogDatabase.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .database;
    }

    private record Running(ScratchDirectory directory, LogDatabase database) implements AutoCloseable {

        static Running start() {
            ScratchDirectory directory = ScratchDirectory.create("counterfoil-log");
            return new Running(directory, new LogDatabase(directory.path()));
        }

        @Override
        public void close() {
            database.close();
            directory.close();
        }
    }
}
