package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.checkpoint.Checkpoint;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.publiclog.Findings;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.publiclog.LostRecord;
import io.counterfoil.domain.receipt.ReceiptLog;
import io.counterfoil.domain.transparency.TransparencySettings;
import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
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
        if (arguments.length == 1 && arguments[0].equals("begin-record")) {
            return database.use(NAME, this::beginRecord);
        }
        terminal.say("usage: counterfoil log verify | counterfoil log consistency OLDER-CHECKPOINT NEWER-CHECKPOINT |"
                + " counterfoil log begin-record");
        return USAGE;
    }

    private int verify(DataSource database) {
        return said(terminal, ReceiptLog.audit(database, TransparencySettings.record(source))::run);
    }

    /** Says what an audit finds while it finds it, and at the end how much that was; 0 when it was nothing. */
    static int said(Terminal terminal, Function<Findings, LogAudit.Report> audit) {
        Findings findings = new Findings(wrong -> terminal.say("WRONG: " + wrong));
        LogAudit.Report report = audit.apply(findings);
        if (findings.count() == 0) {
            terminal.say("%s: all %s entries are good, %s wait to be sealed"
                    .formatted(report.origin(), report.size(), report.waiting()));
            return 0;
        }
        terminal.say(
                "%s: found wrong: %s. Change nothing yet: docs/receipts.md says what to do, under \"When the log refuses\"."
                        .formatted(report.origin(), findings.count()));
        return 1;
    }

    /** For a record that was lost and of which there is no copy: what the database shows is believed from now on. */
    private int beginRecord(DataSource database) {
        Path record = TransparencySettings.record(source);
        List<Checkpoint> written = new LostRecord(database, record).begin();
        written.forEach(checkpoint -> terminal.say(
                "%s: its first %s entries are what it has promised".formatted(checkpoint.origin(), checkpoint.size())));
        terminal.say(
                written.isEmpty()
                        ? "nothing to do: every log stands in " + record
                        : "written into %s. If anybody has a checkpoint of more entries, this database is older than what was published: compare with counterfoil log consistency"
                                .formatted(record));
        return 0;
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
