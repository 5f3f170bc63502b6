package io.counterfoil.domain.transparency;

import io.counterfoil.liberty.process.ScratchDirectory;
import io.counterfoil.liberty.process.Shared;

/** One database for all tests that begin by emptying it. */
public final class SharedLogDatabase extends Shared<LogDatabase> {

    SharedLogDatabase() {
        super(LogDatabase.class);
    }

    @Override
    protected LogDatabase start(ScratchDirectory directory) {
        return new LogDatabase(directory.path());
    }
}
