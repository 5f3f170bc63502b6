package io.counterfoil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.ObjectMapper;

/** What was measured: printed as text while it comes in, kept as JSON and as a chart, ended by one line for scripts. */
public final class Report {

    private final String name;
    private final List<Table> tables = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Names the benchmark, and the files it leaves. */
    public Report(String name) {
        this.name = name;
        System.out.println("bench/" + name + " at " + commit() + " on " + machine());
    }

    /** Columns and rows; a cell is text or a number. */
    public static final class Table {

        private final String title;
        private final List<String> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        private Table(String title, List<String> columns) {
            this.title = title;
            this.columns = columns;
        }

        public Table row(Object... cells) {
            rows.add(List.of(cells));
            return this;
        }

        private void print() {
            List<List<String>> lines = new ArrayList<>();
            lines.add(columns);
            rows.forEach(row -> lines.add(row.stream().map(Table::text).toList()));
            System.out.println();
            System.out.println(title);
            for (List<String> line : lines) {
                StringBuilder text = new StringBuilder("  ");
                for (int column = 0; column < line.size(); column++) {
                    int at = column;
                    int width = lines.stream()
                            .mapToInt(other -> at < other.size() ? other.get(at).length() : 0)
                            .max()
                            .orElse(0);
                    String cell = line.get(column);
                    String blank = " ".repeat(width - cell.length());
                    text.append(column == 0 ? cell + blank : "  " + blank + cell);
                }
                System.out.println(text.toString().stripTrailing());
            }
        }

        /** Three digits that count. */
        static String text(Object cell) {
            if (!(cell instanceof Double number)) {
                return String.valueOf(cell);
            }
            double size = Math.abs(number);
            return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", number);
        }
    }

    /** Bars beside each other. */
    private record Chart(String title, String unit, Map<String, Double> bars) {}

    /** Begins a table; {@link #print} shows it when its rows are in. */
    public Table table(String title, String... columns) {
        Table table = new Table(title, Arrays.asList(columns));
        tables.add(table);
        return table;
    }

    public void print(Table table) {
        table.print();
    }

    /** Adds a bar to the group of that title. */
    public void bar(String title, String unit, String label, double value) {
        Chart chart = charts.stream()
                .filter(one -> one.title.equals(title))
                .findFirst()
                .orElseGet(() -> {
                    charts.add(new Chart(title, unit, new LinkedHashMap<>()));
                    return charts.get(charts.size() - 1);
                });
        chart.bars.put(label, value);
    }

    /** Says that an aim was missed: just before the last line, and in the JSON. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /**
     * Writes the files and the last line.
     *
     * @param of what the ratio is of, such as {@code at 32 connections}
     */
    public void finish(String of, double ratio) throws IOException {
        Path directory = Path.of(System.getProperty("counterfoil.bench.results"));
        Files.createDirectories(directory);
        Path json = directory.resolve(name + ".json");
        Path svg = directory.resolve(name + ".svg");
        Files.writeString(json, json(of, ratio));
        Files.writeString(svg, svg());
        System.out.println();
        System.out.println("also in " + json + " and " + svg);
        warnings.forEach(warning -> System.out.println("WARNING: " + warning));
        System.out.printf(Locale.ROOT, "%s ratio %s: %.2f%n", name, of, ratio);
    }

    private String json(String of, double ratio) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("commit", commit());
        all.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("machine", machine());
        all.put(
                "tables",
                tables.stream()
                        .map(table -> Map.of("title", table.title, "columns", table.columns, "rows", table.rows))
                        .toList());
        all.put("warnings", warnings);
        all.put("ratio", Map.of("of", of, "value", ratio));
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    }

    private static String commit() {
        return System.getProperty("counterfoil.bench.commit");
    }

    private static String machine() {
        Runtime runtime = Runtime.getRuntime();
        String load = line("/proc/loadavg", "([0-9.]+) .*");
        return "%s, %s cores, %s MiB, load %s, %s %s, Java %s"
                .formatted(
                        line("/proc/cpuinfo", "model name\\s*: (.*)"),
                        runtime.availableProcessors(),
                        mebibytes(),
                        load,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }

    private static String mebibytes() {
        String kibibytes = line("/proc/meminfo", "MemTotal:\\s*(\\d+) kB");
        return kibibytes.equals("?") ? "?" : Long.toString(Long.parseLong(kibibytes) / 1024);
    }

    private static String line(String file, String wanted) {
        Pattern pattern = Pattern.compile(wanted);
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .map(pattern::matcher)
                    .filter(found -> found.matches())
                    .map(found -> found.group(1).strip())
                    .findFirst()
                    .orElse("?");
        } catch (IOException notLinux) {
            return "?";
        }
    }

    /** One group of horizontal bars under another. */
    private String svg() {
        StringBuilder svg = new StringBuilder();
        int y = 30;
        for (Chart chart : charts) {
            double most = chart.bars.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
            svg.append("<text x=\"16\" y=\"%s\" font-weight=\"bold\">%s, %s</text>%n".formatted(y, escape(chart.title), escape(chart.unit)));
            y += 12;
            for (Map.Entry<String, Double> bar : chart.bars.entrySet()) {
                long width = Math.max(1, Math.round(380 * bar.getValue() / most));
                svg.append("<text x=\"256\" y=\"%s\" text-anchor=\"end\">%s</text>".formatted(y + 15, escape(bar.getKey())));
                svg.append("<rect x=\"264\" y=\"%s\" width=\"%s\" height=\"18\" fill=\"#2b6cb0\"/>".formatted(y + 2, width));
                svg.append("<text x=\"%s\" y=\"%s\">%s</text>%n".formatted(270 + width, y + 15, Table.text(bar.getValue())));
                y += 24;
            }
            y += 32;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="760" height="%s" font-family="sans-serif" font-size="13">
                <title>bench/%s at %s</title>
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """.formatted(y, escape(name), escape(commit()), svg);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
