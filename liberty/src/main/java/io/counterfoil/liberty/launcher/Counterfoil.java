package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.SettingsCatalog;
import io.counterfoil.domain.ratelimit.RateLimitSettings;
import io.counterfoil.liberty.plainport.Application;
import io.counterfoil.liberty.plainport.PlainPort;
import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import io.counterfoil.liberty.terminal.CannotStart;
import io.counterfoil.liberty.terminal.Terminal;
import io.counterfoil.liberty.tls.ServerKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One server, from a checked configuration to the line that says it is ready. */
final class Counterfoil {

    /** To turn away what is too much, and for work that no request waits for. */
    private static final int SPARE_THREADS = 32;

    private final ConfigurationSource source;
    private final Terminal terminal;
    private final Shutdown shutdown;

    Counterfoil(ConfigurationSource source, Terminal terminal, Shutdown shutdown) {
        this.source = source;
        this.terminal = terminal;
        this.shutdown = shutdown;
    }

    /**
     * Returns when Liberty has stopped, which without a signal it shouldn't.
     *
     * @throws CannotStart when the operator has something to put right first
     */
    void run() throws InterruptedException {
        SettingsCatalog.check(source);
        Home home = new Home(ServerSettings.HOME.in(source));
        Addresses addresses = Addresses.from(source);
        home.prepare();
        HomeLock lock = HomeLock.take(home.lock(), addresses.url());
        shutdown.first(lock::release);
        addresses.checkHttpsPort();
        PlainPort plain = addresses.listenOnHttpPort(new Application());
        shutdown.first(plain::close);

        ServerKey key = serverKey(home, addresses);
        if (ServerSettings.HTTP_HEALTH.in(source)) {
            plain.answerHealth(new HealthProbe(addresses.url(), () -> serverKey(home, addresses)));
        }
        DatabaseAccess database = database(home);
        LibertyServer liberty = new LibertyServer(Path.of(System.getProperty("counterfoil.distribution")), home);
        shutdown.first(liberty::stop);
        liberty.start(variables(addresses, key, database));
        shutdown.first(new Drain(ServerSettings.DRAIN.in(source), terminal));
        new Readiness(addresses.url(), key.certificate(), terminal).await();
        terminal.say("Counterfoil is ready at %s (%s, data in %s)"
                .formatted(addresses.url(), environment().name().toLowerCase(Locale.ROOT), home.directory()));
        while (liberty.isRunning()) {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private ServerKey serverKey(Home home, Addresses addresses) {
        ServerKey key = ServerSettings.TLS_KEYSTORE_FILE
                .find(source)
                .map(file -> ServerKey.read(
                        file, ServerSettings.TLS_KEYSTORE_PASSWORD.find(source).orElse("")))
                .orElseGet(() -> ServerKey.selfSigned(home.tls(), addresses.host()));
        key.writeCertificates(home.tls().resolve("ca.pem"));
        return key;
    }

    private DatabaseAccess database(Home home) {
        int pool = ServerSettings.DATABASE_POOL.in(source);
        return DatabaseAccess.external(source, pool).orElseGet(() -> {
            EmbeddedPostgres postgres = new EmbeddedPostgres(home.postgres(), home.logs(), pool, terminal);
            shutdown.first(postgres::stop);
            postgres.start();
            return new DatabaseAccess(postgres.jdbcUrl(), postgres.user(), postgres.password(), pool);
        });
    }

    private Environment environment() {
        return ServerSettings.ENVIRONMENT.in(source);
    }

    private boolean metricsAreClosed() {
        return environment() == Environment.PRODUCTION && !ServerSettings.METRICS_OPEN.in(source);
    }

    /** What etc/server.xml leaves open. Handed over in memory: no secret is written into a configuration file. */
    private Map<String, String> variables(Addresses addresses, ServerKey key, DatabaseAccess database) {
        Map<String, String> variables = new HashMap<>();
        variables.put("launcher.host", addresses.host());
        variables.put("launcher.https.port", Integer.toString(addresses.httpsPort()));
        variables.put("launcher.keystore.file", key.file().toString());
        variables.put("launcher.keystore.password", key.password());
        variables.put(
                "launcher.keystore.reload", ServerSettings.TLS_RELOAD.in(source).toSeconds() + "s");
        variables.put("launcher.jdbc.url", database.url());
        variables.put("launcher.jdbc.user", database.user());
        variables.put("launcher.jdbc.password", database.password());
        variables.put("launcher.jdbc.pool", Integer.toString(database.pool()));
        variables.put("launcher.threads", Integer.toString(RateLimitSettings.CAPACITY.in(source) + SPARE_THREADS));
        variables.put("launcher.metrics.authentication", Boolean.toString(metricsAreClosed()));
        return variables;
    }
}
