package io.counterfoil.liberty.faults;

import io.counterfoil.liberty.process.ScratchDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One cluster for all tests that mend what they break; started by the first of them, stopped after the last. Whoever gets it
 * finds it calm, whatever the test before has done to it.
 */
final class SharedCluster implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Cluster cluster = context.getRoot()
                .getStore(Namespace.create(SharedCluster.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .cluster;
        cluster.awaitCalm();
        return cluster;
    }

    private record Running(ScratchDirectory directory, Cluster cluster) implements AutoCloseable {

        static Running start() {
            ScratchDirectory directory = ScratchDirectory.create("counterfoil-cluster");
            try {
                return new Running(directory, Cluster.start(directory.path()));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() {
            cluster.close();
            directory.close();
        }
    }
}
