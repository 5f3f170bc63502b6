package io.counterfoil.domain.cache;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What was read a moment ago. Nothing that is given out is older than {@link #OLDEST}, counted from before it was read: so
 * a change is seen within a second on every server, without any message between them. What is in use is read anew in the
 * background, so that those who use it don't wait for the database; what rests is read when somebody comes for it.
 */
public final class RecentLooks<K, V> {

    /** From then on a look is repeated in the background. */
    private static final Duration FRESH = Duration.ofMillis(400);

    /** From then on a look is of no use. */
    public static final Duration OLDEST = Duration.ofMillis(800);

    private final Function<K, V> read;
    private final Ticker clock;
    private final LoadingCache<K, Look<V>> looks;

    /**
     * Remembers what a function reads.
     *
     * @param most how many keys at most; whoever asks for more costs a look each, and no memory
     */
    public RecentLooks(int most, Executor background, Function<K, V> read) {
        this(most, background, read, Ticker.systemTicker());
    }

    RecentLooks(int most, Executor background, Function<K, V> read, Ticker clock) {
        this.read = read;
        this.clock = clock;
        this.looks = Caffeine.newBuilder()
                .refreshAfterWrite(FRESH)
                .expireAfterWrite(OLDEST)
                .maximumSize(most)
                .executor(background)
                .ticker(clock)
                .build(new Reader());
    }

    /** A value as it was at a moment of the clock, before it was read. */
    private record Look<V>(long at, V value) {}

    /** The value, as it is or was a moment ago. */
    public V get(K key) {
        Look<V> look = looks.get(key);
        if (clock.read() - look.at() > OLDEST.toNanos()) {
            looks.asMap().remove(key, look);
            look = looks.get(key);
        }
        return look.value();
    }

    /** Looks again at what is like this, on this server: a hint that makes it faster, and is not needed. */
    public void forget(Predicate<V> like) {
        looks.asMap().values().removeIf(look -> like.test(look.value()));
    }

    private final class Reader implements CacheLoader<K, Look<V>> {

        @Override
        public Look<V> load(K key) {
            long before = clock.read();
            return new Look<>(before, read.apply(key));
        }

        /** Without an answer the last look stays until it is too old: then whoever asks hears of the trouble. */
        @Override
        public Look<V> reload(K key, Look<V> last) {
            try {
                return load(key);
            } catch (RuntimeException silent) {
                return last;
            }
        }
    }
}
