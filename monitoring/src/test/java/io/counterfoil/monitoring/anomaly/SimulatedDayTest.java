package io.counterfoil.monitoring.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.monitoring.alert.AlertRules;
import io.counterfoil.monitoring.alert.RuleSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Two weeks of a shop whose traffic follows the hours and the days of the week, and then a day with incidents: each is told
 * within its bound. What was told besides, in all fifteen days, is a false alert.
 */
class SimulatedDayTest {

    private static final int DAY = 1_440;
    private static final int WEEKS = 14;

    /** What happens on the last day. */
    private record Incident(String series, int begins, int minutes, double more, int bound) {}

    private static final List<Incident> PLANTED = List.of(
            // somebody tries keys
            new Incident("authentication_failures", 180, 20, 40, 5),
            // a receiver is down
            new Incident("webhook_failures", 300, 60, 12, 5),
            // the processor declines what it should not
            new Incident("declines", 610, 30, 12, 5),
            // cards are being tried at night
            new Incident("declines", 1_300, 20, 20, 5),
            // a leaked key reads everything
            new Incident("requests", 240, 30, 300, 5));

    private static final Map<String, Double> USUAL = new TreeMap<>(Map.of(
            "requests", 40.0,
            "errors", 0.05,
            "authentication_failures", 0.3,
            "declines", 0.8,
            "refunds", 0.1,
            "webhook_failures", 0.2));

    private final SplittableRandom chance = new SplittableRandom(2026);

    @Test
    void each_planted_incident_is_told_within_its_bound_and_little_else() {
        int falseAlerts = 0;
        List<Incident> missed = new ArrayList<>();
        for (Map.Entry<String, Double> series : USUAL.entrySet()) {
            List<Integer> told = told(series.getKey(), series.getValue());
            for (Incident incident : PLANTED) {
                int begins = WEEKS * DAY + incident.begins();
                if (incident.series().equals(series.getKey())) {
                    if (told.stream().noneMatch(at -> at >= begins && at < begins + incident.bound())) {
                        missed.add(incident);
                    }
                    told.removeIf(at -> at >= begins && at < begins + incident.minutes() + CountWatch.LATELY);
                }
            }
            // the first day teaches what is usual
            falseAlerts += (int) told.stream().filter(at -> at >= DAY).count();
        }
        double aDay = (double) falseAlerts / WEEKS;
        System.out.printf(
                Locale.ROOT,
                "simulated day: %d of %d incidents told within their bounds, %.2f false alerts a day over 6 series%n",
                PLANTED.size() - missed.size(), PLANTED.size(), aDay);
        assertThat(missed).isEmpty();
        assertThat(aDay).isLessThan(0.5);
    }

    /** In which minutes something was told. */
    private List<Integer> told(String series, double mean) {
        RuleSettings rule = AlertRules.asTheyCome(series + "_unusual");
        CountWatch watch = new CountWatch();
        List<Integer> told = new ArrayList<>();
        for (int minute = 0; minute < (WEEKS + 1) * DAY; minute++) {
            int at = minute;
            double more = PLANTED.stream()
                    .filter(incident -> incident.series().equals(series))
                    .filter(incident -> at >= WEEKS * DAY + incident.begins()
                            && at < WEEKS * DAY + incident.begins() + incident.minutes())
                    .mapToDouble(Incident::more)
                    .sum();
            double count = poisson(mean * rhythm(minute) + more);
            if (watch.minute(
                            minute, count, rule.parameter("least"), rule.parameter("factor"), series.equals("requests"))
                    .isPresent()) {
                told.add(minute);
            }
        }
        return told;
    }

    /** Little at night, most in the evening, more on the weekend. */
    private static double rhythm(int minute) {
        double hour = minute % DAY / 60.0;
        double weekend = minute / DAY % 7 >= 5 ? 1.4 : 1;
        return weekend * (0.15 + 0.85 * Math.pow(Math.sin(Math.PI * hour / 24), 2));
    }

    private double poisson(double mean) {
        double left = mean;
        int count = 0;
        while (left > 0) {
            double step = Math.min(left, 50);
            double limit = Math.exp(-step);
            double product = chance.nextDouble();
            while (product > limit) {
                product *= chance.nextDouble();
                count++;
            }
            left -= step;
        }
        return count;
    }
}
