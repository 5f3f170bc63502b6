package io.counterfoil.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the statements that reach a server's embedded PostgreSQL while something is done: by its own log, which is turned
 * on for that long. Not to be combined with measuring time.
 */
public final class StatementLog {

    private static final Pattern STATEMENT = Pattern.compile("LOG: +(?:statement|execute [^:]*): +(.*)");

    private StatementLog() {}

    /** What is counted. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** How often each statement was executed, known by its beginning; the most frequent first. */
    public static Map<String, Long> during(Server server, Work work) throws Exception {
        Path logs = server.home().resolve("logs");
        set(server, "all");
        Map<String, Long> before = counts(logs);
        work.run();
        set(server, "none");
        Map<String, Long> counted = new TreeMap<>(counts(logs));
        before.forEach((statement, count) -> counted.merge(statement, -count, Long::sum));
        counted.values().removeIf(count -> count <= 0);
        return counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, java.util.LinkedHashMap::new));
    }

    private static void set(Server server, String level) throws IOException, InterruptedException {
        Path data = server.home().resolve("postgres/data");
        Files.writeString(
                data.resolve("postgresql.conf"), "log_statement = '" + level + "'\n", StandardOpenOption.APPEND);
        String postmaster = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        new ProcessBuilder("kill", "-HUP", postmaster).inheritIO().start().waitFor();
        // every backend reads it between two statements
        TimeUnit.SECONDS.sleep(1);
    }

    private static Map<String, Long> counts(Path logs) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : (Iterable<Path>) files.filter(
                    path -> path.getFileName().toString().startsWith("postgresql-"))::iterator) {
                try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                    lines.map(STATEMENT::matcher)
                            .filter(Matcher::find)
                            .forEach(found -> counts.merge(beginning(found.group(1)), 1L, Long::sum));
                }
            }
        }
        return counts;
    }

    private static String beginning(String statement) {
        String text = statement.strip();
        return text.length() <= 72 ? text : text.substring(0, 72);
    }
}
