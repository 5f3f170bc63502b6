package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.liberty.terminal.Terminal;
import io.counterfoil.monitoring.audit.AuditVerification;
import java.time.InstantSource;

/** {@code counterfoil audit verify}: checks the audit log in the database, row by row. */
final class AuditCommand {

    private static final int USAGE = 2;

    private final ConfigurationSource source;
    private final Terminal terminal;

    AuditCommand(ConfigurationSource source, Terminal terminal) {
        this.source = source;
        this.terminal = terminal;
    }

    /** Returns the exit code: 0 when all is well, 1 when it is not. */
    int run(String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("verify")) {
            return new CommandDatabase(source, terminal)
                    .use(
                            "counterfoil audit",
                            database -> LogCommand.said(
                                    terminal, new AuditVerification(database, source, InstantSource.system())::run));
        }
        terminal.say("usage: counterfoil audit verify | counterfoil audit verify EXPORT [KEY]");
        return USAGE;
    }
}
