package io.counterfoil.liberty.launcher;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.secret.SecretSettings;
import io.counterfoil.liberty.terminal.CannotStart;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the server reaches its database, whichever it is. The password is why this is never printed. */
record DatabaseAccess(String url, String user, String password, int pool) {

    /**
     * What the driver is told unless the URL says otherwise. Server-side prepared statements from the first use on; a
     * connection or an answer that doesn't come is given up before a client would.
     */
    private static final Map<String, String> DRIVER_DEFAULTS = Map.of(
            "ApplicationName", "counterfoil",
            "prepareThreshold", "1",
            "preparedStatementCacheQueries", "256",
            "reWriteBatchedInserts", "true",
            "tcpKeepAlive", "true",
            "connectTimeout", "5",
            "loginTimeout", "5",
            "socketTimeout", "60");

    /** As PostgreSQL's own programs have it. */
    private static final Pattern SCHEME = Pattern.compile("^postgres(ql)?:(?=//)");

    DatabaseAccess {
        url = withDefaults(url);
    }

    /**
     * The external database, if one is set.
     *
     * @throws CannotStart when what belongs to it is missing
     */
    static Optional<DatabaseAccess> external(ConfigurationSource source, int pool) {
        return ServerSettings.DATABASE_URL.find(source).map(url -> {
            String jdbc = SCHEME.matcher(url.toString()).replaceFirst("jdbc:postgresql:");
            if (!jdbc.startsWith("jdbc:postgresql:") || url.getUserInfo() != null) {
                throw new CannotStart("COUNTERFOIL_DATABASE_URL must be " + ServerSettings.DATABASE_URL.allowed());
            }
            if (SecretSettings.inFile(source)
                    && ServerSettings.ROOT_KEY_FILE.find(source).isEmpty()) {
                throw new CannotStart("COUNTERFOIL_ROOT_KEY_FILE is required with COUNTERFOIL_DATABASE_URL: every"
                        + " server on one database needs the same root key");
            }
            return new DatabaseAccess(
                    jdbc,
                    ServerSettings.DATABASE_USER.in(source),
                    ServerSettings.DATABASE_PASSWORD.find(source).orElse(""),
                    pool);
        });
    }

    private static String withDefaults(String url) {
        int question = url.indexOf('?');
        Map<String, String> parameters = new LinkedHashMap<>(DRIVER_DEFAULTS);
        if (question >= 0) {
            Arrays.stream(url.substring(question + 1).split("&"))
                    .map(parameter -> parameter.split("=", 2))
                    .forEach(pair -> parameters.put(pair[0], pair.length > 1 ? pair[1] : ""));
        }
        return (question < 0 ? url : url.substring(0, question))
                + parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .sorted()
                        .collect(Collectors.joining("&", "?", ""));
    }

    @Override
    public String toString() {
        return "DatabaseAccess[" + user + "]";
    }
}
