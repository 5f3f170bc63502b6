package io.counterfoil.domain.transparency;

import io.counterfoil.domain.checkpoint.CheckpointFile;
import io.counterfoil.domain.checkpoint.LogRefused;
import io.counterfoil.domain.checkpoint.PublishedCheckpoints;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.DatabaseRefused;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.Sql;
import io.counterfoil.domain.lasting.LastingRecord;
import io.counterfoil.domain.signednote.NoteVerifier;
import io.counterfoil.domain.transparency.LogKeys.StoredKey;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The logs that this server keeps: begun at the first start, compared at every start with what they have promised. */
@Singleton
public final class Logs {

    private static final Pattern NUMBERED = Pattern.compile("([a-z]+)-([1-9][0-9]{0,3})");

    private final List<KeptLog> kept;
    private final DirectTransactions transactions;
    private final LogKeys keys;
    private final ConfigurationSource configuration;
    private final PublishedCheckpoints outside;
    private final Map<KeptLog, StoredLog> active = new ConcurrentHashMap<>();
    private final Map<KeptLog, LastingRecord> announced = new ConcurrentHashMap<>();

    @Inject
    public Logs(
            Instance<KeptLog> kept, DirectTransactions transactions, LogKeys keys, ConfigurationSource configuration) {
        this.kept = kept.stream().toList();
        this.transactions = transactions;
        this.keys = keys;
        this.configuration = configuration;
        this.outside = new CheckpointFile(TransparencySettings.record(configuration));
    }

    /** After the root key, before anything is written. */
    void open(@Observes @Priority(3) DatabaseOpened opened) {
        try {
            kept.forEach(this::open);
        } catch (LogRefused refused) {
            throw new DatabaseRefused(String.valueOf(refused.getMessage()));
        }
    }

    /** A log that contradicts its promises, or whose promises were lost, is not sealed; payments don't wait for it. */
    private void open(KeptLog log) {
        active.put(log, transactions.commit(sql -> begun(sql, log)));
        Sequencer sequencer = sequencer(log);
        try {
            if (recorded(log).begin()) {
                sequencer.demandContinued();
                sequencer.publish();
            }
        } catch (LogRefused refused) {
            Sequencing.complain(log.name(), refused);
        }
        announceKeys(log);
    }

    /**
     * Writes the verifier keys beside the record, for whoever checks a proof on this machine: of this log, and of those of
     * its name before it. Another server may have rolled them, so this is called now and then. What stands there stays, also
     * where an older database was restored that doesn't know it.
     *
     * <p>Not before the record beside them knows the log: so where a key stands without that, the record was lost.
     */
    public void announceKeys(KeptLog log) {
        if (!isRecorded(stored(log).origin())) {
            return;
        }
        LastingRecord file = keysFile(log);
        Stream<String> known = new LogRows(transactions.sql())
                .all(log.name()).stream()
                        .flatMap(stored -> keys.genuine(stored).stream().map(StoredKey::verifier));
        try {
            List<String> there = file.lines();
            List<String> lines = Stream.concat(known, there.stream()).distinct().toList();
            if (!there.equals(lines)) {
                file.alone(() -> file.replace(lines));
            }
        } catch (IOException unwritable) {
            throw new LogRefused("The log's verifier keys can't be written: %s. Check the directory's rights."
                    .formatted(file.file()));
        }
    }

    private LastingRecord keysFile(KeptLog log) {
        return announced.computeIfAbsent(
                log, kept -> AnnouncedKeys.beside(TransparencySettings.record(configuration), kept.name()));
    }

    private boolean isRecorded(String origin) {
        try {
            return outside.last(origin).isPresent();
        } catch (LogRefused unreadable) {
            // which whoever seals complains of
            return false;
        }
    }

    /** Whether the record knows this log. */
    Recorded recorded(KeptLog log) {
        return new Recorded(() -> current(log), outside, this::verifiers, () -> mayJoin(log));
    }

    private List<NoteVerifier> verifiers(StoredLog log) {
        return keys.genuine(log).stream()
                .map(key -> NoteVerifier.parse(key.verifier()))
                .toList();
    }

    /**
     * Only where several servers may keep a record each: on a database that others use, with no record named that they share,
     * and in a home whose record has never known the log.
     */
    private boolean mayJoin(KeptLog log) {
        try {
            return ServerSettings.DATABASE_URL.find(configuration).isPresent()
                    && TransparencySettings.RECORD.find(configuration).isEmpty()
                    && keysFile(log).lines().stream()
                            .noneMatch(key -> key.startsWith(stored(log).origin() + "+"));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private StoredLog begun(Sql sql, KeptLog log) {
        LogRows rows = new LogRows(sql);
        Optional<String> wanted =
                TransparencySettings.ORIGIN.find(configuration).map(base -> base + "/" + log.name());
        StoredLog stored = wanted.map(origin -> rows.ofOrigin(log.name(), origin))
                .orElseGet(() -> rows.newest(log.name()))
                .orElseGet(() -> rows.begin(
                        log.name(),
                        wanted.orElseGet(() -> TransparencySettings.fallbackOrigin(configuration) + "/" + log.name())));
        keys.establish(sql, stored);
        return stored;
    }

    public List<KeptLog> all() {
        return kept;
    }

    public Optional<KeptLog> named(String name) {
        return kept.stream().filter(log -> log.name().equals(name)).findFirst();
    }

    /**
     * A log that anyone may read, as it is just now: by its name the one that is kept; as {@code <name>-1}, {@code <name>-2}
     * and so on those that there ever were of this name, in the order in which they began.
     */
    public Optional<StoredLog> open(String path) {
        Matcher numbered = NUMBERED.matcher(path);
        String name = numbered.matches() ? numbered.group(1) : path;
        return named(name).filter(KeptLog::open).flatMap(log -> {
            if (!numbered.matches()) {
                return Optional.of(current(log));
            }
            List<StoredLog> all = new LogRows(transactions.sql()).all(log.name());
            int number = Integer.parseInt(numbered.group(2));
            return number <= all.size() ? Optional.of(all.get(all.size() - number)) : Optional.empty();
        });
    }

    /** The log as it is just now. */
    public StoredLog current(KeptLog log) {
        return new LogRows(transactions.sql()).get(idOf(log));
    }

    Sequencer sequencer(KeptLog log) {
        return new Sequencer(log, stored(log), transactions, keys, outside);
    }

    private int idOf(KeptLog log) {
        return stored(log).id();
    }

    private StoredLog stored(KeptLog log) {
        StoredLog stored = active.get(log);
        if (stored == null) {
            throw new IllegalStateException("the log is used before the database was opened");
        }
        return stored;
    }
}
