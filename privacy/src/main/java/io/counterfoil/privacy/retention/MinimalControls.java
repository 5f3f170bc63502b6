package io.counterfoil.privacy.retention;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether what is kept of people is needed: fields that nobody reads, fields past their time. */
@Singleton
final class MinimalControls implements Controls {

    static final String SWEPT = "retention_swept";
    static final String REMOVED = "retention_removed";

    /** The sweep runs every hour. */
    private static final Duration LATE = Duration.ofHours(3);

    private static final List<String> FIELDS = List.of("reference", "email", "name", "phone", "address");

    /** The newest ten thousand customers before a time: index customer_id. */
    private static final String STORED = """
        SELECT bool_or(reference IS NOT NULL), bool_or(email IS NOT NULL), bool_or(name IS NOT NULL),
               bool_or(phone IS NOT NULL), bool_or(address IS NOT NULL)
        FROM (SELECT * FROM privacy.customer WHERE id < ? ORDER BY id DESC LIMIT 10000) AS c\
        """;

    private static final String PAST = """
        SELECT count(*) FROM (SELECT FROM privacy.customer
                              WHERE %s IS NOT NULL AND coalesce(updated_at, created_at) < ? LIMIT 1000) AS old\
        """;

    private final Map<String, Duration> retention;

    @Inject
    MinimalControls(ConfigurationSource configuration) {
        this.retention = RetentionSettings.fields(configuration);
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control("data.minimal", this::minimal));
    }

    private Assessment minimal(Window window) {
        Window.Seen read = window.seen("field_read");
        List<String> stored = stored(window, window.asOf());
        List<String> unread = without(stored, read);
        List<String> longUnread = without(stored(window, window.since()), read);
        Instant late = window.asOf().minus(LATE);
        long past = past(window);
        Window.Seen swept = window.seen(SWEPT);
        Optional<Instant> sweptAt = swept.lastAt();
        return window.evidence()
                .with("fields_stored", stored)
                .with("fields_read", read.named())
                .with("stored_never_read", unread)
                .with("never_read_for_30_days", longUnread)
                .with("fields_with_retention", retention.size())
                .with("values_past_retention", past)
                .with("last_sweep_at", sweptAt)
                .with("sweeps_that_removed", window.seen(REMOVED).total())
                .failing(past > 0, "values are past their retention")
                .failing(
                        !retention.isEmpty()
                                && sweptAt.filter(at -> at.isAfter(late)).isEmpty(),
                        "the sweep that removes what is past its retention has not run")
                .atRisk(!longUnread.isEmpty(), "fields are stored that nobody has read for a month: are they needed?")
                .assess();
    }

    private long past(Window window) {
        return FIELDS.stream()
                .filter(field -> retention.containsKey("customer." + field))
                .mapToLong(field -> window.sql()
                        .first(
                                PAST.formatted(field),
                                row -> row.getLong(1),
                                window.asOf()
                                        .minus(LATE)
                                        .minus(retention.getOrDefault("customer." + field, Duration.ZERO)))
                        .orElse(0L))
                .sum();
    }

    /** The fields that customers have who came before a time. */
    private static List<String> stored(Window window, Instant before) {
        return window.sql()
                .first(
                        STORED,
                        row -> {
                            List<String> fields = new ArrayList<>();
                            for (int i = 0; i < FIELDS.size(); i++) {
                                if (row.getBoolean(i + 1)) {
                                    fields.add(FIELDS.get(i));
                                }
                            }
                            return fields;
                        },
                        Ids.firstAt(before))
                .orElseThrow();
    }

    private static List<String> without(List<String> fields, Window.Seen read) {
        return fields.stream()
                .filter(field -> read.of(field) + read.of("customer." + field) == 0)
                .toList();
    }
}
