package io.counterfoil.domain.configuration;

import io.counterfoil.domain.network.Network;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The settings of the server as a whole: where it keeps things, where it listens, which database it uses. */
public final class ServerSettings implements SettingsCatalog {

    public static final Setting<Path> HOME = Setting.path(
            "counterfoil.home", ".counterfoil", "The data directory: embedded database, keys, TLS key store, logs.");
    public static final Setting<Environment> ENVIRONMENT = Setting.choice(
            "counterfoil.env",
            Environment.class,
            Environment.DEVELOPMENT,
            "Production has no demo merchant and no shortcuts; live keys exist only there.");
    public static final Setting<String> HOST = Setting.text(
            "counterfoil.host", "a host name or address", "localhost", "The address that both ports are bound to.");
    public static final Setting<Integer> HTTPS_PORT =
            Setting.number("counterfoil.https.port", 1, 65535, 9443, "The port that serves everything.");
    public static final Setting<Integer> HTTP_PORT = Setting.number(
            "counterfoil.http.port", 1, 65535, 9080, "The port that answers every request with 403: HTTPS only.");
    public static final Setting<Boolean> HTTP_HEALTH = Setting.flag(
            "counterfoil.http.health",
            false,
            "Whether the plain port answers GET /health too: for probes inside a cluster that can't do TLS.");
    public static final Setting<URI> DATABASE_URL = Setting.uri(
            "counterfoil.database.url",
            "a PostgreSQL URL without user and password such as jdbc:postgresql://db.internal:5432/counterfoil",
            "",
            "An external PostgreSQL, 15 or newer. Without it the server runs its own.");
    public static final Setting<String> DATABASE_USER =
            Setting.text("counterfoil.database.user", "a role's name", "", "The role on the external PostgreSQL.");
    public static final Setting<String> DATABASE_PASSWORD =
            Setting.text("counterfoil.database.password", "text", "", "That role's password.");
    public static final Setting<Integer> DATABASE_POOL =
            Setting.number("counterfoil.database.pool", 4, 500, 32, "The most connections that one server holds.");
    public static final Setting<Path> ROOT_KEY_FILE = Setting.path(
            "counterfoil.root.key.file",
            "",
            "The root key: 32 random bytes in base64. By default a file in the home; required with an external"
                    + " database. It is made there where it is missing and the database is empty.");
    public static final Setting<Path> TLS_KEYSTORE_FILE = Setting.path(
            "counterfoil.tls.keystore.file",
            "",
            "A PKCS#12 key store of your own. By default a self-signed certificate for localhost is made.");
    public static final Setting<String> TLS_KEYSTORE_PASSWORD =
            Setting.text("counterfoil.tls.keystore.password", "text", "", "The password of that key store.");
    public static final Setting<Duration> TLS_RELOAD = Setting.duration(
            "counterfoil.tls.reload",
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            "How often the key store is looked at; a renewed certificate is taken without a restart.");

    public static final Setting<List<Network>> PROXIES = new Setting<>(
            "counterfoil.trusted.proxies",
            "addresses and ranges such as 10.0.0.0/8, separated by commas",
            "",
            "The proxies whose X-Forwarded-For, X-Forwarded-Proto and Forwarded headers are believed. By default none.",
            ServerSettings::networks);

    public static final Setting<Boolean> METRICS_OPEN = Setting.flag(
            "counterfoil.metrics.open",
            false,
            "Whether /metrics answers anybody in production too. In development it always does.");

    public static final Setting<Duration> DRAIN = Setting.duration(
            "counterfoil.drain",
            Duration.ZERO,
            Duration.ofMinutes(5),
            Duration.ZERO,
            "How long a server that is told to stop goes on serving while /health/ready is DOWN, so that a balancer"
                    + " sends nothing more; longer than the balancer's pause between two looks.");

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                HOME,
                ENVIRONMENT,
                HOST,
                HTTPS_PORT,
                HTTP_PORT,
                HTTP_HEALTH,
                DATABASE_URL,
                DATABASE_USER,
                DATABASE_PASSWORD,
                DATABASE_POOL,
                ROOT_KEY_FILE,
                TLS_KEYSTORE_FILE,
                TLS_KEYSTORE_PASSWORD,
                TLS_RELOAD,
                PROXIES,
                METRICS_OPEN,
                DRAIN);
    }

    private static List<Network> networks(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .map(range -> Network.parse(range).orElseThrow(() -> new IllegalArgumentException(range)))
                .toList();
    }

    /** How this machine reaches the server. */
    public static String url(ConfigurationSource source) {
        return "https://%s:%s".formatted(reachable(HOST.in(source)), HTTPS_PORT.in(source));
    }

    private static String reachable(String host) {
        return switch (host) {
            case "*", "0.0.0.0", "::", "[::]" -> "localhost";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }
}
