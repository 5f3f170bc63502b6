package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.receipt.ReceiptLog;
import io.counterfoil.domain.transparency.TransparencySettings;
import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;

/** {@code counterfoil log}: checks the public log of receipts in the database. */
final class LogCommand {

    private static final String NAME = "counterfoil log";
    private static final int USAGE = 2;

    private final ConfigurationSource source;
    private final Terminal terminal;
    private final CommandDatabase database;

    LogCommand(ConfigurationSource source, Terminal terminal) {
        this.source = source;
        this.terminal = terminal;
        this.database = new CommandDatabase(source, terminal);
    }

    /** Returns the exit code: 0 when all is well, 1 when it is not. */
    int run(String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("verify")) {
            return database.use(NAME, this::verify);
        }
        if (arguments.length == 3 && arguments[0].equals("consistency")) {
            return database.use(NAME, opened -> consistency(opened, Path.of(arguments[1]), Path.of(arguments[2])));
        }
        terminal.say("usage: counterfoil log verify | counterfoil log consistency OLDER-CHECKPOINT NEWER-CHECKPOINT");
        return USAGE;
    }

    private int verify(DataSource database) {
        LogAudit.Report report =
                ReceiptLog.audit(database, TransparencySettings.record(source)).run();
        return said(terminal, report);
    }

    /** Says what was found; 0 when that was nothing. */
    static int said(Terminal terminal, LogAudit.Report report) {
        report.wrong().forEach(wrong -> terminal.say("WRONG: " + wrong));
        if (report.wrong().isEmpty()) {
            terminal.say("%s: all %s entries are good, %s wait to be sealed"
                    .formatted(report.origin(), report.size(), report.waiting()));
            return 0;
        }
        terminal.say("Change nothing yet: docs/receipts.md says what to do, under \"When the log refuses\".");
        return 1;
    }

    private int consistency(DataSource database, Path older, Path newer) {
        return ReceiptLog.audit(database, TransparencySettings.record(source))
                .contradiction(read(older), read(newer))
                .map(why -> {
                    terminal.say("INCONSISTENT: " + why);
                    return 1;
                })
                .orElseGet(() -> {
                    terminal.say("consistent");
                    return 0;
                });
    }

    private static byte[] read(Path checkpoint) {
        try {
            return Files.readAllBytes(checkpoint);
        } catch (IOException unreadable) {
            throw new CannotStart("a checkpoint can't be read: " + checkpoint, unreadable);
        }
    }
}
