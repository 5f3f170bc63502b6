package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.terminal.Terminal;
import java.io.IOException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database for a command that is no server. It works beside a server, or without one: then it starts the home's PostgreSQL
 * for as long as it takes.
 */
record CommandDatabase(ConfigurationSource source, Terminal terminal) {

    int use(String command, Function<DataSource, Integer> work) {
        var external = DatabaseAccess.external(source, 1);
        if (external.isPresent()) {
            return work.apply(dataSource(
                    external.get().url(), external.get().user(), external.get().password()));
        }
        Home home = new Home(ServerSettings.HOME.in(source));
        HomeLock lock;
        try {
            lock = HomeLock.take(home.lock(), command);
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
