package io.counterfoil.monitoring.trace;

import io.counterfoil.monitoring.usage.KeyActivity.Calls;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls of a window, each group marked with what of it is not as it was before; without a mark it is usual. */
final class MarkedCalls {

    static final String NO_BASELINE = "no_baseline";
    static final String NEW_NETWORK = "new_network";
    static final String NEW_ROUTE = "new_route";
    static final String ODD_HOUR = "odd_hour";
    static final String VOLUME = "volume";

    /** An hour is unusually busy beyond so many times the busiest before, and beyond so many calls. */
    private static final int TIMES_THE_BUSIEST = 3;

    private static final int FEW = 20;

    private final List<Marked> all;
    private final Baseline baseline;

    private MarkedCalls(List<Marked> all, Baseline baseline) {
        this.all = all;
        this.baseline = baseline;
    }

    /**
     * Calls of one route from one network in one hour.
     *
     * @param marks why they are unusual; empty where they are usual
     */
    record Marked(Instant hour, String route, String network, long requests, long errors, List<String> marks) {

        boolean unusual() {
            return !marks.isEmpty();
        }
    }

    /** What was usual before the window. */
    record Baseline(Set<String> routes, Set<String> networks, Set<Integer> hours, long busiest, long requests) {

        /**
         * Takes what was seen.
         *
         * @param routes seen before, however long ago, besides
         * @param networks seen before, however long ago, besides
         */
        static Baseline of(List<Calls> before, Collection<String> routes, Collection<String> networks) {
            Set<String> knownRoutes = new HashSet<>(routes);
            Set<String> knownNetworks = new HashSet<>(networks);
            Set<Integer> hours = new HashSet<>();
            for (Calls calls : before) {
                knownRoutes.add(calls.route());
                knownNetworks.add(calls.network());
                hours.add(hourOfDay(calls.hour()));
            }
            return new Baseline(
                    knownRoutes,
                    knownNetworks,
                    hours,
                    byHour(before).values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0),
                    before.stream().mapToLong(Calls::count).sum());
        }

        private List<String> marks(Calls calls, long inItsHour) {
            if (requests == 0) {
                return List.of(NO_BASELINE);
            }
            return Stream.of(
                            mark(NEW_NETWORK, !calls.network().isEmpty() && !networks.contains(calls.network())),
                            mark(NEW_ROUTE, !routes.contains(calls.route())),
                            mark(ODD_HOUR, !hours.contains(hourOfDay(calls.hour()))),
                            mark(VOLUME, inItsHour > Math.max(FEW, TIMES_THE_BUSIEST * busiest)))
                    .flatMap(mark -> mark)
                    .toList();
        }

        private static Stream<String> mark(String name, boolean applies) {
            return applies ? Stream.of(name) : Stream.empty();
        }
    }

    static MarkedCalls of(List<Calls> window, Baseline baseline) {
        Map<Instant, Long> byHour = byHour(window);
        return new MarkedCalls(
                window.stream()
                        .map(calls -> new Marked(
                                calls.hour(),
                                calls.route(),
                                calls.network(),
                                calls.count(),
                                calls.errors(),
                                baseline.marks(calls, byHour.getOrDefault(calls.hour(), 0L))))
                        .toList(),
                baseline);
    }

    long requests() {
        return all.stream().mapToLong(Marked::requests).sum();
    }

    long errors() {
        return all.stream().mapToLong(Marked::errors).sum();
    }

    long unusualRequests() {
        return all.stream().filter(Marked::unusual).mapToLong(Marked::requests).sum();
    }

    long baselineRequests() {
        return baseline.requests();
    }

    int groups() {
        return all.size();
    }

    /** What is unusual first, and then what is most. */
    List<Marked> first(int most) {
        return all.stream()
                .sorted(Comparator.comparing(Marked::unusual)
                        .thenComparing(Marked::requests)
                        .reversed()
                        .thenComparing(Marked::hour))
                .limit(most)
                .toList();
    }

    Map<String, Long> routes() {
        return all.stream().collect(Collectors.groupingBy(Marked::route, TreeMap::new, summing()));
    }

    Map<String, Long> networks() {
        return all.stream()
                .filter(calls -> !calls.network().isEmpty())
                .collect(Collectors.groupingBy(Marked::network, TreeMap::new, summing()));
    }

    /** In words, each once. */
    List<String> findings() {
        Set<String> findings = new TreeSet<>();
        all.forEach(calls -> calls.marks().forEach(mark -> findings.add(words(mark, calls))));
        return List.copyOf(findings);
    }

    private String words(String mark, Marked calls) {
        return switch (mark) {
            case NEW_NETWORK -> "new network " + calls.network();
            case NEW_ROUTE -> "new route " + calls.route();
            case ODD_HOUR -> "odd hour %s:00 UTC".formatted(hourOfDay(calls.hour()));
            case VOLUME ->
                "volume: an hour with more than %s times the %s calls of the busiest one before"
                        .formatted(TIMES_THE_BUSIEST, baseline.busiest());
            default -> "no baseline: it made no calls before the window, so nothing is usual";
        };
    }

    private static Collector<Marked, ?, Long> summing() {
        return Collectors.summingLong(Marked::requests);
    }

    private static Map<Instant, Long> byHour(List<Calls> calls) {
        return calls.stream().collect(Collectors.groupingBy(Calls::hour, Collectors.summingLong(Calls::count)));
    }

    private static int hourOfDay(Instant hour) {
        return hour.atZone(ZoneOffset.UTC).getHour();
    }
}
