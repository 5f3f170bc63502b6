package io.counterfoil.domain.control;

import io.counterfoil.domain.control.Assessment.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a check has found, gathered line by line; the worst finding decides. Findings are sentences for whoever has to mend
 * something: constant ones, the figures stand beside them.
 */
public final class Evidence {

    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final List<String> absences = new ArrayList<>();
    private final Window window;
    private boolean failing;
    private boolean atRisk;

    Evidence(Window window) {
        this.window = window;
    }

    /** A figure, or something else that JSON can carry. */
    public Evidence with(String name, Object figure) {
        figures.put(name, figure);
        return this;
    }

    /** A figure that there may be none of; it is left out then. */
    public Evidence with(String name, Optional<?> figure) {
        figure.ifPresent(one -> figures.put(name, one));
        return this;
    }

    /** The practice has no object here: whatever else is found says nothing. */
    public Evidence notApplicable(boolean found, String finding) {
        if (found) {
            absences.add(finding);
        }
        return this;
    }

    public Evidence failing(boolean found, String finding) {
        failing |= found;
        return found(found, finding);
    }

    public Evidence atRisk(boolean found, String finding) {
        atRisk |= found;
        return found(found, finding);
    }

    /** The sum of it. */
    public Assessment assess() {
        Map<String, Object> evidence = new LinkedHashMap<>(figures);
        evidence.put("findings", List.copyOf(absences.isEmpty() ? findings : absences));
        evidence.put("since", window.since());
        evidence.put("as_of", window.asOf());
        return new Assessment(status(), evidence);
    }

    private Status status() {
        if (!absences.isEmpty()) {
            return Status.NOT_APPLICABLE;
        }
        if (failing) {
            return Status.FAILING;
        }
        return atRisk ? Status.AT_RISK : Status.MET;
    }

    private Evidence found(boolean found, String finding) {
        if (found) {
            findings.add(finding);
        }
        return this;
    }
}
