package io.counterfoil.monitoring.alert;

import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** How the rules are set. Held in memory, and read anew every second: whoever asks waits for nobody. */
@Singleton
public final class AlertRules {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final String NEWEST =
            "from AlertRule a where a.version =" + " (select max(b.version) from AlertRule b where b.name = a.name)";

    private final Transactions transactions;
    private final InstantSource time;
    private volatile Map<String, Rule> changed = Map.of();

    @Inject
    public AlertRules(Transactions transactions, InstantSource time) {
        this.transactions = transactions;
        this.time = time;
    }

    /** A rule as it is set now. Version 0 is how it came. */
    public record Rule(String name, String title, int version, RuleSettings settings) {

        /** What the API shows. */
        View view() {
            return new View(
                    name,
                    "alert_rule",
                    title,
                    version,
                    settings.severity(),
                    settings.enabled(),
                    settings.threshold(),
                    settings.window(),
                    settings.escalateAfter(),
                    settings.resolveAfter(),
                    settings.silencedUntil(),
                    settings.dryRun(),
                    settings.action(),
                    settings.parameters(),
                    KnownRules.page(name));
        }
    }

    record View(
            String name,
            String object,
            String title,
            int version,
            String severity,
            boolean enabled,
            int threshold,
            long window,
            @Nullable Long escalateAfter,
            @Nullable Long resolveAfter,
            @Nullable Instant silencedUntil,
            boolean dryRun,
            String action,
            Map<String, Double> parameters,
            String runbook) {}

    void open(@Observes @Priority(50) DatabaseOpened opened) {
        refresh();
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(FRESH, "alert rules", this::refresh);
    }

    /** How a rule is set, whether or not anybody knows it. */
    public Rule named(String name) {
        Rule set = changed.get(name);
        if (set != null) {
            return set;
        }
        KnownRule known = KnownRules.named(name);
        return new Rule(name, known.title(), 0, known.settings());
    }

    /** How a rule is set until somebody sets it otherwise. */
    public static RuleSettings asTheyCome(String name) {
        return KnownRules.named(name).settings();
    }

    /** All that can fire, as they are set. */
    public List<Rule> all() {
        return KnownRules.all().stream().map(rule -> named(rule.name())).toList();
    }

    /** Sets a rule, in the running transaction or one of its own; this server heeds it at once, the others in a second. */
    Rule change(String name, String by, UnaryOperator<RuleSettings> change) {
        return transactions.session(session -> {
            Rule old = newest(session, name).orElseGet(() -> named(name));
            RuleSettings settings = change.apply(old.settings());
            Rule rule = new Rule(name, old.title(), old.version() + 1, settings);
            String text = new String(Json.write(settings), StandardCharsets.UTF_8);
            session.insert(new AlertRule(name, rule.version(), text, time.instant(), by));
            return rule;
        });
    }

    void refresh() {
        changed = transactions.session(
                session -> session.createSelectionQuery(NEWEST, AlertRule.class).getResultList().stream()
                        .map(AlertRules::read)
                        .collect(Collectors.toUnmodifiableMap(Rule::name, rule -> rule)));
    }

    private static Optional<Rule> newest(StatelessSession session, String name) {
        return session
                .createSelectionQuery("from AlertRule where name = :name order by version desc", AlertRule.class)
                .setParameter("name", name)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .map(AlertRules::read);
    }

    private static Rule read(AlertRule row) {
        RuleSettings settings =
                Json.value(Json.tree(row.settings.getBytes(StandardCharsets.UTF_8)), RuleSettings.class);
        KnownRule known = KnownRules.named(row.name);
        return new Rule(
                row.name,
                known.title(),
                row.version,
                settings.withDefaults(known.settings().parameters()));
    }
}
