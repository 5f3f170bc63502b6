package io.counterfoil.app.ratelimit;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.ratelimit.RateLimitSettings;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Redis in which servers share their buckets, where one is configured. It is looked at every second, by what a request
 * does: one that answers a ping and takes no writes (a replica, full, another password) is as good as gone. The first request
 * that it fails turns it off until it is of use again; no other request waits for it, and none is refused because of it.
 */
@Singleton
final class SharedRedis {

    private static final Logger LOG = Logger.getLogger(SharedRedis.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final byte[] LOOKED_AT = "counterfoil:limit:look".getBytes(StandardCharsets.US_ASCII);
    private static final BucketConfiguration ANY = BucketConfiguration.builder()
            .addLimit(Quota.of("look", 1, LOOK).bandwidth())
            .build();

    private final Optional<URI> where;
    private final Runnable alarm;
    private @Nullable RedisClient client;
    private @Nullable ProxyManager<byte[]> manager;
    private volatile Optional<ProxyManager<byte[]>> usable = Optional.empty();
    private boolean told;

    @Inject
    SharedRedis(ConfigurationSource configuration, Transactions transactions, Event<Alarm> alarms) {
        this(
                RateLimitSettings.REDIS.find(configuration),
                () -> transactions.commit(() ->
                        alarms.fire(new Alarm("rate_limits_not_shared", Optional.empty(), false, "redis", Map.of()))));
    }

    SharedRedis(Optional<URI> where, Runnable alarm) {
        this.where = where;
        this.alarm = alarm;
    }

    boolean isConfigured() {
        return where.isPresent();
    }

    /** What makes shared buckets; nothing while Redis is gone. */
    Optional<ProxyManager<byte[]>> proxies() {
        return usable;
    }

    /** Redis failed a request. */
    void gone(RuntimeException why) {
        usable = Optional.empty();
        LOG.log(Level.FINE, "a shared bucket could not be reached", why);
    }

    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        if (isConfigured()) {
            work.every(LOOK, "shared rate limits", this::look);
        }
    }

    @PreDestroy
    void stop() {
        usable = Optional.empty();
        if (client != null) {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    /** Sees whether it is of use: a reset writes a bucket, whatever was in it. */
    void look() {
        try {
            ProxyManager<byte[]> proxies = connected(where.orElseThrow());
            proxies.builder().build(LOOKED_AT, () -> ANY).reset();
            if (told) {
                LOG.info("Redis works again: rate limits are shared.");
            }
            told = false;
            usable = Optional.of(proxies);
        } catch (RuntimeException failed) {
            usable = Optional.empty();
            LOG.log(Level.FINE, "Redis is of no use", failed);
            tell(failed);
        }
    }

    private ProxyManager<byte[]> connected(URI uri) {
        ProxyManager<byte[]> made = manager;
        if (made == null) {
            made = Bucket4jLettuce.casBasedBuilder(client(uri).connect(ByteArrayCodec.INSTANCE))
                    .expirationAfterWrite(
                            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
                    .requestTimeout(PATIENCE)
                    .build();
            manager = made;
        }
        return made;
    }

    private RedisClient client(URI uri) {
        RedisClient made = client;
        if (made == null) {
            RedisURI address = RedisURI.create(uri);
            address.setTimeout(PATIENCE);
            made = RedisClient.create(address);
            made.setOptions(ClientOptions.builder()
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
            client = made;
        }
        return made;
    }

    /** Once for each time that it is gone. */
    private void tell(RuntimeException failed) {
        if (!told) {
            LOG.log(
                    Level.WARNING,
                    "The Redis that shares rate limits is of no use ({0}): this server counts for itself meanwhile.",
                    why(failed));
            alarm.run();
            told = true;
        }
    }

    /** What Redis itself says, such as READONLY; the kind of failure where it says nothing. */
    private static String why(Throwable failed) {
        if (failed instanceof RedisCommandExecutionException refused) {
            return String.valueOf(refused.getMessage());
        }
        Throwable cause = failed.getCause();
        return cause == null ? failed.getClass().getSimpleName() : why(cause);
    }
}
