package io.counterfoil.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The pieces of a payment that need no database, on one thread. The ratio is of signing a receipt to the bare HMAC of the
 * same bytes.
 */
final class MicroBench {

    private MicroBench() {}

    public static void main(String... arguments) throws Exception {
        TimeValue round = TimeValue.seconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 2);
        Report report = new Report("micro");
        Options options = new OptionsBuilder()
                .include(Pieces.class.getName())
                .forks(3)
                .warmupIterations(2)
                .warmupTime(round)
                .measurementIterations(3)
                .measurementTime(round)
                .verbosity(VerboseMode.NORMAL)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        Map<String, Double> perSecond = new TreeMap<>();
        Report.Table table = report.table(
                "One thread, the median of nine rounds in three processes", "piece", "a second", "microseconds each");
        for (RunResult result : results) {
            String piece = result.getParams().getBenchmark().replaceAll(".*\\.", "");
            double median = result.getPrimaryResult().getStatistics().getPercentile(50);
            perSecond.put(piece, median);
            table.row(piece, median, 1e6 / median);
            report.bar("Pieces of a payment", "a second", piece, median);
        }
        report.print(table);
        report.finish("of signing a receipt to its bare HMAC", perSecond.get("signReceipt") / perSecond.get("bareHmac"));
    }
}
