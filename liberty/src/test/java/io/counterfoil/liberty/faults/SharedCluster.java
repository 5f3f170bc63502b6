package io.counterfoil.liberty.faults;

import io.counterfoil.liberty.process.ScratchDirectory;
import io.counterfoil.liberty.process.Shared;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** One cluster for all tests that mend what they break. Whoever gets it finds it calm, whatever the test before has done to it. */
final class SharedCluster extends Shared<Cluster> {

    SharedCluster() {
        super(Cluster.class);
    }

    @Override
    protected Cluster start(ScratchDirectory directory) throws IOException {
        return Cluster.start(directory.path());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Cluster cluster = running(context);
        cluster.awaitCalm();
        return cluster;
    }
}
