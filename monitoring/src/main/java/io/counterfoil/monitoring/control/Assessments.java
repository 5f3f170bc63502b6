package io.counterfoil.monitoring.control;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.Transactions;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How well each practice is kept now. */
@Singleton
final class Assessments {

    private static final Logger LOG = Logger.getLogger(Assessments.class.getName());

    private final Map<String, Control> checks;
    private final Transactions transactions;
    private final InstantSource time;

    @Inject
    Assessments(Instance<Controls> slices, Transactions transactions, InstantSource time) {
        this.checks =
                byId(slices.stream().flatMap(slice -> slice.controls().stream()).toList());
        this.transactions = transactions;
        this.time = time;
    }

    /** As the API shows it. */
    record View(String id, String title, Assessment.Status status, Object evidence, String page) {}

    /** All of them, in the order of the catalogue. */
    List<View> all() {
        Window window = transactions.commit(() -> Window.until(time.instant(), transactions.sql()));
        return Catalogue.all().stream()
                .map(practice -> {
                    Assessment assessed = assess(practice.id(), window);
                    return new View(
                            practice.id(), practice.title(), assessed.status(), assessed.evidence(), practice.page());
                })
                .toList();
    }

    /** One practice. A check that breaks says nothing good of it, and hides none of the others. */
    private Assessment assess(String id, Window window) {
        try {
            return transactions.commit(() -> within(id, window.on(transactions.sql())));
        } catch (DatabaseFailure | IllegalStateException | IllegalArgumentException broken) {
            LOG.log(Level.WARNING, "the control " + id + " could not be checked", broken);
            Map<String, Object> evidence = new LinkedHashMap<>();
            evidence.put("findings", List.of("it could not be checked: see the server's log"));
            evidence.put("since", window.since());
            evidence.put("as_of", window.asOf());
            return new Assessment(Assessment.Status.FAILING, evidence);
        }
    }

    /** One practice, as it is seen inside the running transaction. */
    Assessment within(String id, Window window) {
        return Optional.ofNullable(checks.get(id)).orElseThrow().check().assess(window);
    }

    /**
     * Checks by what they check.
     *
     * @throws IllegalStateException when a practice has none, or two, or one that the catalogue does not know
     */
    static Map<String, Control> byId(List<Control> controls) {
        Map<String, Control> byId = new TreeMap<>();
        for (Control control : controls) {
            if (byId.put(control.id(), control) != null) {
                throw new IllegalStateException("two check " + control.id());
            }
        }
        List<String> known =
                Catalogue.all().stream().map(Catalogue.Practice::id).toList();
        if (byId.size() != known.size() || !byId.keySet().containsAll(known)) {
            throw new IllegalStateException("checked are " + byId.keySet() + ", to be checked are " + known);
        }
        return byId;
    }
}
