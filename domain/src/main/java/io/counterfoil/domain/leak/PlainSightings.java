package io.counterfoil.domain.leak;

import io.counterfoil.domain.apikey.ExposedKeys;
import io.counterfoil.domain.apikey.Exposure;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.database.DatabaseFailure;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.launcher.LauncherCalls;
import io.counterfoil.domain.signal.Actor;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Secrets that were sent over plain HTTP. Whoever sent one has its answer by now, the same for good and bad ones: what is
 * found out here changes nothing of it. Twenty a second are looked at, so that a flood of guesses costs little; guessing one
 * of 178 random bits is nothing that could be done on purpose.
 *
 * <p>The plain port is not part of the application: it tells by an MBean of the JVM that both live in.
 */
@Singleton
public final class PlainSightings {

    private static final Logger LOG = Logger.getLogger(PlainSightings.class.getName());
    private static final String NAME = "PlainSightings";
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int EACH_TIME = 4;
    static final int WAITING = 64;

    private final LeakedSecrets secrets;
    private final ExposedKeys keys;
    private final InstantSource time;
    private final Sightings sightings;
    private final LeakSettings.PlainHttp policy;
    private final BlockingQueue<Sighting> waiting = new ArrayBlockingQueue<>(WAITING);

    @Inject
    PlainSightings(
            LeakedSecrets secrets,
            ExposedKeys keys,
            InstantSource time,
            Sightings sightings,
            ConfigurationSource configuration) {
        this.sightings = sightings;
        this.secrets = secrets;
        this.keys = keys;
        this.time = time;
        this.policy = LeakSettings.PLAIN_HTTP.in(configuration);
    }

    private record Sighting(String secret, String address) {}

    /** Counts a request over plain HTTP, whatever it held. */
    public void request(String cameTo) {
        sightings.see("plain_http", cameTo);
    }

    /** Takes note of a secret, without looking at it now; when too many wait, of none. */
    public void add(String secret, String address) {
        Sighting sighting = new Sighting(secret, address);
        if (!waiting.contains(sighting) && !waiting.offer(sighting)) {
            LOG.log(Level.FINE, "too many secrets over plain HTTP at once; one was not looked at");
        }
    }

    /** How many have not been looked at yet. */
    int waiting() {
        return waiting.size();
    }

    void listen(@Observes DatabaseReady ready, BackgroundWork work) {
        work.every(PAUSE, "secrets over plain HTTP", this::work);
        Consumer<String[]> told = sighting -> {
            if (sighting[0].isEmpty()) {
                request("plain_port");
            } else {
                add(sighting[0], sighting[1]);
            }
        };
        LauncherCalls.answer(NAME, Consumer.class, told);
    }

    @PreDestroy
    void listenNoMore() {
        LauncherCalls.answerNoMore(NAME);
    }

    private void work() {
        for (int i = 0; i < EACH_TIME; i++) {
            Sighting sighting = waiting.poll();
            if (sighting == null) {
                return;
            }
            try {
                act(sighting);
            } catch (RuntimeException failure) {
                if (DatabaseFailure.behind(failure).isPresent()) {
                    add(sighting.secret(), sighting.address());
                }
                throw failure;
            }
        }
    }

    private void act(Sighting sighting) {
        Optional<Boolean> livemode = keys.worksInLiveMode(sighting.secret());
        boolean ends = policy == LeakSettings.PlainHttp.ALL
                || (policy == LeakSettings.PlainHttp.LIVE && livemode.orElse(false));
        if (ends) {
            secrets.end(
                    sighting.secret(),
                    new Exposure("plain_http", Optional.empty()),
                    time.instant(),
                    new Actor(Actor.SERVER.id(), sighting.address()));
        } else {
            secrets.flag(sighting.secret());
        }
    }
}
