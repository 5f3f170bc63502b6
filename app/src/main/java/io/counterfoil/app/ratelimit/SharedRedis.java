package io.counterfoil.app.ratelimit;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.ratelimit.RateLimitSettings;
import io.counterfoil.domain.signal.Alarm;
import io.counterfoil.domain.work.BackgroundWork;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Redis in which servers share their buckets, where one is configured. It is looked at every second. The first request
 * that it fails turns it off until it answers again; no other request waits for it, and none is refused because of it.
 */
@Singleton
final class SharedRedis {

    private static final Logger LOG = Logger.getLogger(SharedRedis.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Optional<URI> where;
    private final Runnable alarm;
    private @Nullable RedisClient client;
    private @Nullable StatefulRedisConnection<byte[], byte[]> connection;
    private volatile Optional<ProxyManager<byte[]>> usable = Optional.empty();
    private Optional<ProxyManager<byte[]>> manager = Optional.empty();
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

    /** Sees whether it answers. */
    void look() {
        try {
            connected(where.orElseThrow()).sync().ping();
            if (told) {
                LOG.info("Redis answers again: rate limits are shared.");
            }
            told = false;
            usable = manager;
        } catch (RuntimeException silent) {
            usable = Optional.empty();
            LOG.log(Level.FINE, "Redis does not answer", silent);
            tell();
        }
    }

    private StatefulRedisConnection<byte[], byte[]> connected(URI uri) {
        StatefulRedisConnection<byte[], byte[]> open = connection;
        if (open == null) {
            open = client(uri).connect(ByteArrayCodec.INSTANCE);
            connection = open;
            manager = Optional.of(Bucket4jLettuce.casBasedBuilder(open)
                    .expirationAfterWrite(
                            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
                    .requestTimeout(PATIENCE)
                    .build());
        }
        return open;
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
    private void tell() {
        if (!told) {
            LOG.warning("The Redis that shares rate limits does not answer: this server counts for itself meanwhile.");
            alarm.run();
            told = true;
        }
    }
}
