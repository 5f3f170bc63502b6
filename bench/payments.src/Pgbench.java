package io.counterfoil.bench;

import io.counterfoil.liberty.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limit: the statements of one payment, as the server sent them, by {@code pgbench} with prepared statements against the
 * same PostgreSQL. No HTTP, no TLS, no JSON, no signature; only the identifiers differ from payment to payment.
 */
final class Pgbench {

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = (NULL|'(?:[^']++|'')*+')");
    private static final Pattern UUID_TEXT =
            Pattern.compile("'([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})'");
    private static final int LONGEST = 60;
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without");

    private final Path script;
    private final EmbeddedPostgres.Access access;
    private final int statements;

    private Pgbench(Path script, EmbeddedPostgres.Access access, int statements) {
        this.script = script;
        this.access = access;
        this.statements = statements;
    }

    /** Whether the program is there. */
    static boolean installed() {
        try {
            return new ProcessBuilder("pgbench", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * From what the log says of one payment.
     *
     * @param mine what the payment was sent with and no other: a statement's transaction belongs to it when it names one of
     *     these, or the payment's id
     */
    static Pgbench of(Server server, Path directory, List<StatementLog.Executed> log, String merchant, List<String> mine)
            throws IOException {
        List<List<StatementLog.Executed>> transactions = transactions(log);
        List<String> script = new ArrayList<>();
        script.add("\\set n random(1, 100000000000000)");
        Map<String, String> names = new LinkedHashMap<>();
        int statements = 0;
        for (List<StatementLog.Executed> transaction : transactions) {
            if (transaction.stream().anyMatch(one -> mine.stream().anyMatch(one.parameters()::contains))) {
                for (StatementLog.Executed one : transaction) {
                    script.add(inlined(one, merchant, mine.get(0), names) + ";");
                    statements += one.parameters().isEmpty() ? 0 : 1;
                }
            }
        }
        if (statements == 0) {
            throw new IllegalStateException("the database's log shows no statement of the payment");
        }
        Path file = directory.resolve("payment.pgbench");
        Files.write(file, script);
        return new Pgbench(file, EmbeddedPostgres.ofRunningServer(server.home().resolve("postgres")), statements);
    }

    /** How many statements a payment is, without BEGIN and COMMIT. */
    int statements() {
        return statements;
    }

    /** Payments a second on so many connections. */
    double perSecond(int connections, int seconds) throws IOException, InterruptedException {
        Matcher url = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/([^?]+).*").matcher(access.url());
        if (!url.matches()) {
            throw new IllegalStateException("unknown URL");
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "pgbench", "-n", "-M", "prepared",
                        "-c", Integer.toString(connections), "-j", "2",
                        "-T", Integer.toString(seconds), "-f", script.toString(),
                        "-h", url.group(1), "-p", url.group(2), "-U", access.user(), url.group(3))
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", access.password());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        Matcher tps = TPS.matcher(output);
        boolean refused = output.contains("ERROR");
        if (output.contains("actually processed: 0\n") && !refused && seconds < LONGEST) {
            // On a busy machine the time was over before the last connection was made.
            return perSecond(connections, 3 * seconds);
        }
        if (refused || process.waitFor() != 0 || !tps.find()) {
            throw new IllegalStateException("pgbench failed:\n" + output);
        }
        return Double.parseDouble(tps.group(1));
    }

    /** From BEGIN to COMMIT on one backend; a statement outside of them is a transaction of its own. */
    private static List<List<StatementLog.Executed>> transactions(List<StatementLog.Executed> log) {
        List<List<StatementLog.Executed>> done = new ArrayList<>();
        Map<String, List<StatementLog.Executed>> open = new LinkedHashMap<>();
        for (StatementLog.Executed one : log) {
            if (one.sql().equalsIgnoreCase("BEGIN")) {
                open.put(one.backend(), new ArrayList<>(List.of(one)));
            } else if (open.containsKey(one.backend())) {
                open.get(one.backend()).add(one);
                if (one.sql().equalsIgnoreCase("COMMIT")) {
                    done.add(open.remove(one.backend()));
                }
            } else {
                done.add(List.of(one));
            }
        }
        return done;
    }

    /** The statement with its values in place; those that differ from payment to payment are made of the variable n. */
    private static String inlined(
            StatementLog.Executed one, String merchant, String key, Map<String, String> names) {
        Map<Integer, String> values = new LinkedHashMap<>();
        Matcher parameters = PARAMETER.matcher(one.parameters());
        while (parameters.find()) {
            values.put(Integer.parseInt(parameters.group(1)), parameters.group(2));
        }
        StringBuilder sql = new StringBuilder();
        Matcher place = Pattern.compile("\\$(\\d+)").matcher(one.sql());
        while (place.find()) {
            String value = value(values.getOrDefault(Integer.parseInt(place.group(1)), "NULL"), merchant, key, names);
            boolean text = one.sql().startsWith("left(", place.start() - "left(".length());
            place.appendReplacement(sql, Matcher.quoteReplacement(text ? value.replace("::uuid", "") : value));
        }
        place.appendTail(sql);
        return sql.toString().replaceAll("\\s+", " ");
    }

    private static String value(String literal, String merchant, String key, Map<String, String> names) {
        Matcher uuid = UUID_TEXT.matcher(literal);
        if (uuid.matches() && !uuid.group(1).equals(merchant)) {
            // of the same moment, whose partition there is; in no order within it: what the limit loses by that is the limit's
            String prefix = names.computeIfAbsent(
                    uuid.group(1), seen -> "%s7%03x-8000-".formatted(seen.substring(0, 14), names.size()));
            return "('%s'||lpad(to_hex(:n::bigint),12,'0'))::uuid".formatted(prefix);
        }
        return literal.equals("'" + key + "'") ? "('bench-key-of-payment-'||:n::bigint)" : withoutColons(literal);
    }

    /** pgbench takes what stands behind a colon for a variable, inside quotes too. */
    private static String withoutColons(String literal) {
        return literal.contains(":") ? "E" + literal.replace("\\", "\\\\").replace(":", "\\x3a") : literal;
    }
}
