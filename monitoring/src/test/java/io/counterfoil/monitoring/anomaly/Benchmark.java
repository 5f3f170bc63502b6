package io.counterfoil.monitoring.anomaly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The scoring rule of the Numenta Anomaly Benchmark, standard profile: of each labelled window only the best detection
 * counts, the earlier the better; false ones cost a tenth, the farther from a window the more; the first 15 % are free.
 *
 * @param series each by its name, in the order of the names
 */
record Benchmark(Map<String, Series> series) {

    private static final double FULL = 0.98661;
    private static final double FALSE_ALARM = 0.11;

    /** Where windows begin and end, as indexes of points, both inclusive. */
    record Series(double[] values, List<int[]> windows) {

        /** What these detections are worth; −1 for each window without one. */
        double score(boolean[] detected) {
            int free = (int) Math.min(0.15 * values.length, 750);
            double score = 0;
            for (int[] window : windows) {
                double best = -1;
                for (int i = Math.max(free, window[0]); i <= window[1]; i++) {
                    if (detected[i]) {
                        double position = -(window[1] - i + 1.0) / (window[1] - window[0] + 1);
                        best = Math.max(best, sigmoid(position) / FULL);
                    }
                }
                score += best;
            }
            for (int i = free; i < values.length; i++) {
                if (detected[i]) {
                    score += FALSE_ALARM * penalty(i);
                }
            }
            return score;
        }

        /** 0 inside a window, down to −1 far behind the last one. */
        private double penalty(int point) {
            int[] previous = null;
            for (int[] window : windows) {
                if (window[0] <= point && point <= window[1]) {
                    return 0;
                }
                if (window[1] < point) {
                    previous = window;
                }
            }
            if (previous == null) {
                return -1;
            }
            double distance = (double) (point - previous[1]) / Math.max(1, previous[1] - previous[0]);
            return distance > 3 ? -1 : sigmoid(distance);
        }

        private static double sigmoid(double position) {
            return 2 / (1 + Math.exp(5 * position)) - 1;
        }
    }

    /** 0 for who detects nothing, 100 for who detects all at once and nothing else. */
    double normalised(Map<String, Double> scores) {
        int windows = scores.keySet().stream()
                .mapToInt(name -> series.get(name).windows().size())
                .sum();
        double sum = scores.values().stream().mapToDouble(Double::doubleValue).sum();
        return 100 * (sum + windows) / (2 * windows);
    }

    static Benchmark read(Path directory) throws IOException {
        JsonNode labels = new ObjectMapper().readTree(Files.readString(directory.resolve("windows.json")));
        Map<String, Series> series = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            List<String> times = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (String line : Files.readAllLines(directory.resolve("data").resolve(label.getKey()))) {
                if (!line.startsWith("timestamp")) {
                    times.add(line.substring(0, line.indexOf(',')));
                    values.add(Double.parseDouble(line.substring(line.indexOf(',') + 1)));
                }
            }
            List<int[]> windows = new ArrayList<>();
            for (JsonNode window : label.getValue()) {
                windows.add(new int[] {
                    firstNotBefore(times, window.get(0).asString()),
                    Math.min(
                            times.size() - 1,
                            firstNotBefore(times, window.get(1).asString()))
                });
            }
            series.put(
                    label.getKey(),
                    new Series(values.stream().mapToDouble(Double::doubleValue).toArray(), windows));
        }
        return new Benchmark(series);
    }

    /** Times are text that sorts as time does. */
    private static int firstNotBefore(List<String> times, String label) {
        String wanted = label.substring(0, 19);
        int at = 0;
        while (at < times.size() && times.get(at).compareTo(wanted) < 0) {
            at++;
        }
        return at;
    }
}
