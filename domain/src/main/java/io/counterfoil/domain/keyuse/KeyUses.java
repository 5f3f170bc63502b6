package io.counterfoil.domain.keyuse;

import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.DirectTransactions;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Remembers in memory that a key was used, and writes it every few seconds, all keys in one statement. */
@Singleton
public final class KeyUses {

    private static final Logger LOG = Logger.getLogger(KeyUses.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /**
     * Primary key api_key_pkey. In order, so that two servers that write the same keys don't wait for each other in a
     * circle.
     */
    private static final String WRITE = """
        WITH seen AS (
            SELECT k.merchant_id, k.id, used.used_at, used.in_browser
            FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::boolean[])
                 AS used (merchant_id, id, used_at, in_browser)
            JOIN domain.api_key k ON k.merchant_id = used.merchant_id AND k.id = used.id
            ORDER BY k.merchant_id, k.id, used.in_browser
            FOR UPDATE OF k
        ), last AS (
            SELECT merchant_id, id,
                   max(used_at) FILTER (WHERE NOT in_browser) AS used_at,
                   max(used_at) FILTER (WHERE in_browser)     AS browser_at
            FROM seen GROUP BY merchant_id, id
        )
        UPDATE domain.api_key k
        SET last_used_at = greatest(k.last_used_at, last.used_at),
            browser_seen_at = greatest(k.browser_seen_at, last.browser_at),
            unused_told_at = CASE WHEN last.used_at IS NULL THEN k.unused_told_at END
        FROM last
        WHERE k.merchant_id = last.merchant_id AND k.id = last.id\
        """;

    private final DirectTransactions transactions;
    private final InstantSource time;
    private final Map<Use, Instant> unwritten = new ConcurrentHashMap<>();

    @Inject
    public KeyUses(DirectTransactions transactions, InstantSource time) {
        this.transactions = transactions;
        this.time = time;
    }

    private record Use(MerchantScopedId key, boolean inBrowser) {}

    /** A key has let a request through. */
    public void used(Caller.MerchantKey key) {
        note(key, false);
    }

    /** A key came from a browser, and was refused for it. */
    public void usedInBrowser(Caller.MerchantKey key) {
        note(key, true);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "last use of keys", this::write);
    }

    void stop(@Observes Shutdown shutdown) {
        try {
            write();
        } catch (DatabaseFailure unreachable) {
            LOG.log(Level.FINE, "the database is gone before the server: the last uses of keys are lost", unreachable);
        }
    }

    private void note(Caller.MerchantKey key, boolean inBrowser) {
        unwritten.put(new Use(new MerchantScopedId(key.merchant(), key.key()), inBrowser), time.instant());
    }

    private void write() {
        Map<Use, Instant> uses = new HashMap<>();
        for (Use use : List.copyOf(unwritten.keySet())) {
            Instant at = unwritten.remove(use);
            if (at != null) {
                uses.put(use, at);
            }
        }
        if (uses.isEmpty()) {
            return;
        }
        try {
            transactions.commit(sql -> sql.update(WRITE, columns(List.copyOf(uses.entrySet()))));
        } catch (DatabaseFailure silent) {
            uses.forEach(unwritten::putIfAbsent);
            throw silent;
        }
    }

    private static Object[] columns(List<Map.Entry<Use, Instant>> uses) {
        return new Object[] {
            uses.stream().map(use -> use.getKey().key().merchantId().toString()).toArray(String[]::new),
            uses.stream().map(use -> use.getKey().key().id().toString()).toArray(String[]::new),
            uses.stream().map(use -> use.getValue().toString()).toArray(String[]::new),
            uses.stream().map(use -> Boolean.toString(use.getKey().inBrowser())).toArray(String[]::new)
        };
    }
}
