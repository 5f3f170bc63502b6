package io.counterfoil.monitoring.startup;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.configuration.Setting;
import io.counterfoil.domain.configuration.SettingsCatalog;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.database.DatabaseOpened;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.signal.AuditedAct;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/**
 * Audits that a server started, and each setting that differs from its last start: by name, with a keyed fingerprint of the
 * value before and after. Values may be secrets, so they go nowhere.
 */
@Singleton
final class StartOfServer {

    private static final String NONE = "none";

    private final Transactions transactions;
    private final ConfigurationSource configuration;
    private final KeyedHash hash;
    private final Event<AuditedAct> acts;
    private final Sightings sightings;

    @Inject
    StartOfServer(
            Transactions transactions,
            ConfigurationSource configuration,
            KeyedHash hash,
            Event<AuditedAct> acts,
            Sightings sightings) {
        this.sightings = sightings;
        this.transactions = transactions;
        this.configuration = configuration;
        this.hash = hash;
        this.acts = acts;
    }

    /** After all else that is made while the database is opened: when that fails, it is opened again from the start. */
    void audit(@Observes @Priority(200) DatabaseOpened opened) {
        transactions.commit(() -> audit(configuration));
    }

    /** Inside the running transaction; gives how many settings differ. */
    int audit(ConfigurationSource now) {
        String server = fingerprint("server", ServerSettings.HOME.in(now).toString());
        SortedMap<String, String> current = fingerprints(now);
        return transactions.session(session -> {
            Map<String, String> before = session
                    .createSelectionQuery("from ConfigurationSeen where server = :server", ConfigurationSeen.class)
                    .setParameter("server", server)
                    .getResultList()
                    .stream()
                    .collect(Collectors.toMap(ConfigurationSeen::setting, ConfigurationSeen::fingerprint));
            fire("server.started", server, Map.of("settings", Integer.toString(current.size())));
            TreeSet<String> names = new TreeSet<>(current.keySet());
            names.addAll(before.keySet());
            names.removeIf(name -> before.getOrDefault(name, NONE).equals(current.getOrDefault(name, NONE)));
            if (before.isEmpty()) {
                // the first start: all of them are new, and that says nothing
                current.forEach((name, value) -> session.insert(new ConfigurationSeen(server, name, value)));
                return 0;
            }
            names.forEach(name -> changed(
                    session,
                    server,
                    name,
                    Optional.ofNullable(before.get(name)),
                    Optional.ofNullable(current.get(name))));
            return names.size();
        });
    }

    private void changed(
            StatelessSession session, String server, String name, Optional<String> before, Optional<String> after) {
        sightings.see(ConfigurationControls.CHANGED, name);
        before.ifPresent(value -> session.delete(new ConfigurationSeen(server, name, value)));
        after.ifPresent(value -> session.insert(new ConfigurationSeen(server, name, value)));
        fire(
                "configuration.changed",
                name,
                Map.of("server", server, "before", before.orElse(NONE), "after", after.orElse(NONE)));
    }

    private void fire(String action, String object, Map<String, String> facts) {
        acts.fire(new AuditedAct(
                Optional.empty(), Actor.SERVER.id(), action, object, "done", Actor.SERVER.address(), facts));
    }

    private SortedMap<String, String> fingerprints(ConfigurationSource now) {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        for (Setting<?> setting : SettingsCatalog.all()) {
            now.value(setting.name())
                    .filter(value -> !value.isBlank())
                    .ifPresent(value -> fingerprints.put(setting.variable(), fingerprint(setting.name(), value)));
        }
        return fingerprints;
    }

    /** 16 hex digits, which nobody can test a guess against. */
    private String fingerprint(String name, String value) {
        byte[] bytes = hash.of("configuration", (name + "\n" + value).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, 8));
    }
}
