package io.counterfoil.privacy.rotation;

import io.counterfoil.domain.control.Assessment;
import io.counterfoil.domain.control.Control;
import io.counterfoil.domain.control.Controls;
import io.counterfoil.domain.control.Window;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.privacy.classification.Classification;
import io.counterfoil.privacy.classification.PersonalColumn;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what people's data are is sealed in the database, by looking at it; and how old the keys are. */
@Singleton
final class EncryptionControls implements Controls {

    /** As old as a key should not become. */
    private static final Duration OLDEST = Duration.ofDays(365);

    /** What must be unreadable; pseudonyms and keyed hashes are that already. */
    private static final Set<Personal.Category> READABLE =
            EnumSet.of(Personal.Category.IDENTITY, Personal.Category.CONTACT, Personal.Category.FREE_TEXT);

    private static final String TYPES = """
        SELECT table_schema || '.' || table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema IN ('domain', 'privacy', 'webhooks', 'monitoring') AND data_type = 'bytea'\
        """;

    /** A hundred values of a column, wherever they lie: how many don't begin with the vault's format. */
    private static final String SAMPLE = """
        SELECT '%1$s' AS name, count(*) AS looked_at,
               count(*) FILTER (WHERE octet_length(value) > 0 AND (get_byte(value, 0) <> 1 OR octet_length(value) < 29))
        FROM (SELECT %3$s AS value FROM %2$s WHERE %3$s IS NOT NULL LIMIT 100) AS sample\
        """;

    private static final String KEYS = """
        SELECT count(*), max(created_at), min(created_at),
               (SELECT max(ended_at) FROM privacy_keys.rotation WHERE kind = 'root'),
               (SELECT min(started_at) FROM privacy_keys.rotation WHERE ended_at IS NULL),
               (SELECT count(*) FROM privacy_keys.subject_key WHERE broken_at IS NOT NULL)
        FROM privacy_keys.epoch_key\
        """;

    private final Classification classification;

    @Inject
    EncryptionControls(Classification classification) {
        this.classification = classification;
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control("data.encrypted", this::encrypted));
    }

    private record Keys(
            long epochs,
            Optional<Instant> newest,
            Optional<Instant> oldest,
            Optional<Instant> rootRotated,
            Optional<Instant> running,
            long broken) {}

    private record Sample(String column, long lookedAt, long open) {}

    private Assessment encrypted(Window window) {
        List<PersonalColumn> mustBeSealed = classification.columns().stream()
                .filter(EncryptionControls::mustBeSealed)
                .toList();
        Set<String> bytes = Set.copyOf(window.sql().all(TYPES, row -> row.getString(1)));
        List<String> inClear = mustBeSealed.stream()
                .map(column -> column.schema() + "." + column.name())
                .filter(name -> !bytes.contains(name))
                .toList();
        List<Sample> samples = samples(window, mustBeSealed, bytes);
        long open = samples.stream().mapToLong(Sample::open).sum();
        Keys keys = keys(window);
        Optional<Instant> root = keys.rootRotated().or(keys::oldest);
        Instant old = window.asOf().minus(OLDEST);
        return window.evidence()
                .with("columns_classified", classification.columns().size())
                .with("columns_sealed", mustBeSealed.size() - inClear.size())
                .with("columns_in_clear", inClear)
                .with(
                        "values_looked_at",
                        samples.stream().mapToLong(Sample::lookedAt).sum())
                .with("values_not_sealed", open)
                .with(
                        "not_sealed_in",
                        samples.stream()
                                .filter(sample -> sample.open() > 0)
                                .map(Sample::column)
                                .toList())
                .with("epochs", keys.epochs())
                .with("epoch_key_days", days(keys.newest(), window))
                .with("root_key_days", days(root, window))
                .with("rotation_running_since", keys.running())
                .with("keys_broken", keys.broken())
                .failing(!inClear.isEmpty(), "a column that holds people's data is not sealed")
                .failing(open > 0, "values are stored that the vault has not sealed")
                .failing(keys.epochs() == 0, "there is no epoch key")
                .atRisk(keys.broken() > 0, "keys of people do not open")
                .atRisk(keys.newest().filter(old::isAfter).isPresent(), "the epoch's key is older than a year")
                .atRisk(root.filter(old::isAfter).isPresent(), "the root key is older than a year")
                .atRisk(
                        keys.running()
                                .filter(window.asOf().minus(Duration.ofDays(1))::isAfter)
                                .isPresent(),
                        "a rotation of keys has not ended for a day")
                .assess();
    }

    private static boolean mustBeSealed(PersonalColumn column) {
        return READABLE.contains(column.category()) && column.onErasure() == Personal.Fate.DESTROYED;
    }

    /** An export is sealed under keys of its own, in another format. */
    private static List<Sample> samples(Window window, List<PersonalColumn> columns, Set<String> bytes) {
        String samples = columns.stream()
                .filter(column -> bytes.contains(column.schema() + "." + column.name()))
                .filter(column -> !column.name().startsWith("export_part."))
                .map(column -> SAMPLE.formatted(
                        column.name(),
                        column.schema() + "."
                                + column.name().substring(0, column.name().indexOf('.')),
                        column.name().substring(column.name().indexOf('.') + 1)))
                .collect(Collectors.joining("\nUNION ALL\n"));
        return samples.isEmpty()
                ? List.of()
                : window.sql().all(samples, row -> new Sample(row.getString(1), row.getLong(2), row.getLong(3)));
    }

    private static Keys keys(Window window) {
        return window.sql()
                .first(
                        KEYS,
                        row -> new Keys(
                                row.getLong(1),
                                Window.maybe(row, 2),
                                Window.maybe(row, 3),
                                Window.maybe(row, 4),
                                Window.maybe(row, 5),
                                row.getLong(6)))
                .orElseThrow();
    }

    private static Optional<Long> days(Optional<Instant> from, Window window) {
        return from.map(at -> Duration.between(at, window.asOf()).toDays());
    }
}
