package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.publiclog.LogAudit;
import io.counterfoil.domain.receipt.ReceiptLog;
import io.counterfoil.domain.transparency.TransparencySettings;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * {@code counterfoil log}: checks the public log of receipts in the database. It runs beside a server, or without one: then
 * it starts the home's PostgreSQL for as long as it takes.
 */
final class LogCommand {

    private static final int USAGE = 2;

    private final ConfigurationSource source;
    private final Terminal terminal;

    LogCommand(ConfigurationSource source, Terminal terminal) {
        this.source = source;
        this.terminal = terminal;
    }

    /** Returns the exit code: 0 when all is well, 1 when it is not. */
    int run(String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("verify")) {
            return withDatabase(this::verify);
        }
        if (arguments.length == 3 && arguments[0].equals("consistency")) {
            return withDatabase(database -> consistency(database, Path.of(arguments[1]), Path.of(arguments[2])));
        }
        terminal.say("usage: counterfoil log verify | counterfoil log consistency OLDER-CHECKPOINT NEWER-CHECKPOINT");
        return USAGE;
    }

    private int verify(DataSource database) {
        LogAudit.Report report =
                ReceiptLog.audit(database, TransparencySettings.record(source)).run();
        report.wrong()
                .ifPresentOrElse(
                        wrong -> terminal.say("WRONG: " + wrong),
                        () -> terminal.say("%s: all %s entries are good, %s wait to be sealed"
                                .formatted(report.origin(), report.size(), report.waiting())));
        return report.wrong().isEmpty() ? 0 : 1;
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

    private int withDatabase(Function<DataSource, Integer> work) {
        var external = DatabaseAccess.external(source, 1);
        if (external.isPresent()) {
            return work.apply(dataSource(
                    external.get().url(), external.get().user(), external.get().password()));
        }
        Home home = new Home(ServerSettings.HOME.in(source));
        HomeLock lock;
        try {
            lock = HomeLock.take(home.lock(), "counterfoil log");
        } catch (CannotStart aServerRuns) {
            return work.apply(beside(home));
        }
        EmbeddedPostgres postgres = new EmbeddedPostgres(home.postgres(), home.logs(), 1, terminal);
        try {
            postgres.start();
            return work.apply(dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password()));
        } finally {
            postgres.stop();
            lock.release();
        }
    }

    private static DataSource beside(Home home) {
        try {
            EmbeddedPostgres.Access access = EmbeddedPostgres.ofRunningServer(home.postgres());
            return dataSource(access.url(), access.user(), access.password());
        } catch (IOException starting) {
            throw new CannotStart("the server on this home is only starting: try again in a moment", starting);
        }
    }

    private static DataSource dataSource(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}
