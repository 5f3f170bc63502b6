package io.counterfoil.liberty.postgres;

import java.io.IOException;

/** One of PostgreSQL's programs ended with an error; the message is what it printed last. */
final class ProgramFailed extends IOException {

    private static final long serialVersionUID = 1;

    ProgramFailed(String program, String printed) {
        super(program + ": " + printed.substring(printed.lastIndexOf('\n') + 1));
    }
}
