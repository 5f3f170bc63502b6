package io.counterfoil.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    private static final Pattern WHOLE =
            Pattern.compile("\\S+ \\S+ \\S+ \\[(\\d+)] LOG: +(?:statement|execute [^:]*): +(.*)", Pattern.DOTALL);
    private static final Pattern PARAMETERS =
            Pattern.compile("\\S+ \\S+ \\S+ \\[(\\d+)] DETAIL: +[Pp]arameters: (.*)", Pattern.DOTALL);

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

    /** One statement as it was executed, whole; {@code parameters} as PostgreSQL prints them, {@code $1 = '…', $2 = NULL}. */
    public record Executed(String backend, String sql, String parameters) {}

    /** Every statement in the order of the log. */
    public static List<Executed> script(Server server, Work work) throws Exception {
        Path logs = server.home().resolve("logs");
        set(server, "all");
        int before = lines(logs).size();
        work.run();
        set(server, "none");
        List<Executed> script = new ArrayList<>();
        for (String entry : entries(lines(logs).subList(before, lines(logs).size()))) {
            Matcher statement = WHOLE.matcher(entry);
            Matcher parameters = PARAMETERS.matcher(entry);
            if (statement.matches()) {
                script.add(new Executed(statement.group(1), statement.group(2).strip(), ""));
            } else if (parameters.matches()) {
                for (int at = script.size() - 1; at >= 0; at--) {
                    Executed last = script.get(at);
                    if (last.backend.equals(parameters.group(1))) {
                        script.set(at, new Executed(last.backend, last.sql, parameters.group(2)));
                        break;
                    }
                }
            }
        }
        return script;
    }

    /** A line that begins with a tab goes on with the one before. */
    private static List<String> entries(List<String> lines) {
        List<String> entries = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("\t") && !entries.isEmpty()) {
                entries.add(entries.remove(entries.size() - 1) + "\n" + line.substring(1));
            } else {
                entries.add(line);
            }
        }
        return entries;
    }

    private static List<String> lines(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            Path newest = files.filter(path -> path.getFileName().toString().startsWith("postgresql-"))
                    .max(Comparator.comparing(path -> path.toFile().lastModified()))
                    .orElseThrow();
            return Files.readAllLines(newest, StandardCharsets.ISO_8859_1);
        }
    }

    private static void set(Server server, String level) throws IOException, InterruptedException {
        Path data = server.home().resolve("postgres/data");
        Files.writeString(
                data.resolve("postgresql.conf"),
                "log_statement = '" + level + "'\nlog_parameter_max_length = -1\nlog_error_verbosity = default\n",
                StandardOpenOption.APPEND);
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
