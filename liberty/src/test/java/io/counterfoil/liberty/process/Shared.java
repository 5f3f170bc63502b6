package io.counterfoil.liberty.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One of a kind for all test classes that ask for it: started for the first of them, stopped after the last. */
public abstract class Shared<T extends Closeable> implements ParameterResolver {

    private final Class<T> type;

    protected Shared(Class<T> type) {
        this.type = type;
    }

    /** Starts it; the directory is gone when it is closed. */
    protected abstract T start(ScratchDirectory directory) throws IOException;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }

    protected final T running(ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(Namespace.create(getClass()))
                .getOrComputeIfAbsent(Running.class, key -> begin(), Running.class);
        return type.cast(running.shared);
    }

    private Running begin() {
        ScratchDirectory directory = ScratchDirectory.create("counterfoil-shared");
        try {
            return new Running(directory, start(directory));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private record Running(ScratchDirectory directory, Closeable shared) implements Closeable {

        @Override
        public void close() throws IOException {
            shared.close();
            directory.close();
        }
    }
}
