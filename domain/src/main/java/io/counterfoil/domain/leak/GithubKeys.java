package io.counterfoil.domain.leak;

import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.configuration.Environment;
import io.counterfoil.domain.configuration.ServerSettings;
import io.counterfoil.domain.control.Sightings;
import io.counterfoil.domain.database.DatabaseReady;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.work.BackgroundWork;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The keys that GitHub signs with, by their identifier. Asked for when they are needed, at most twice a minute, with the
 * last answer's entity tag, so that asking again costs nobody anything. While GitHub is silent, those known hold.
 */
@Singleton
final class GithubKeys {

    private static final Logger LOG = Logger.getLogger(GithubKeys.class.getName());
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofHours(6);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LARGEST = 256 * 1024;

    private final URI url;
    private final InstantSource time;
    private final Sightings sightings;
    private final boolean expected;
    private final Duration patience;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known = new Known(Map.of(), Optional.empty(), Instant.EPOCH, Instant.EPOCH);

    @Inject
    GithubKeys(ConfigurationSource configuration, InstantSource time, Sightings sightings) {
        this(configuration, time, sightings, PATIENCE);
    }

    GithubKeys(ConfigurationSource configuration, InstantSource time, Sightings sightings, Duration patience) {
        this.url = LeakSettings.GITHUB_KEYS.in(configuration);
        this.time = time;
        this.sightings = sightings;
        this.patience = patience;
        this.expected = ServerSettings.ENVIRONMENT.in(configuration) == Environment.PRODUCTION
                || configuration.value(LeakSettings.GITHUB_KEYS.name()).isPresent();
    }

    /** So that a wrong address or a closed way out is known before the first report comes; not where somebody develops. */
    void start(@Observes DatabaseReady ready, BackgroundWork work) {
        if (expected) {
            work.every(LOOK, "intake of leak reports", this::askInTurn);
        }
    }

    /**
     * What GitHub said last.
     *
     * @param answeredAt when it did
     * @param askedAt when it was asked last, with or without an answer
     */
    private record Known(Map<String, PublicKey> keys, Optional<String> tag, Instant answeredAt, Instant askedAt) {

        Known askedAgain(Instant now) {
            return new Known(keys, tag, answeredAt, now);
        }
    }

    /**
     * The key of this identifier.
     *
     * @return nothing when GitHub knows of no such key
     * @throws Problem 503 when GitHub has not told its keys yet
     */
    Optional<PublicKey> find(String identifier) {
        Instant now = time.instant();
        boolean stale = known.answeredAt().plus(FRESH).isBefore(now);
        if (stale || !known.keys().containsKey(identifier)) {
            askInTurn();
        }
        if (known.answeredAt().equals(Instant.EPOCH)) {
            throw Problem.unavailable("GitHub's public keys can't be read at present. Send the report again.");
        }
        return Optional.ofNullable(known.keys().get(identifier));
    }

    /** One request asks, the others wait for its answer; and none asks again within the pause. */
    private void askInTurn() {
        asking.lock();
        try {
            Instant now = time.instant();
            boolean mayAsk = known.askedAt().plus(PAUSE).isBefore(now);
            if (mayAsk) {
                known = known.askedAgain(now);
                known = ask(known, now);
                sightings.see(LeakControls.INTAKE, LeakControls.ANSWERED);
            }
        } catch (IOException | GeneralSecurityException | Problem failed) {
            sightings.see(LeakControls.INTAKE, LeakControls.SILENT);
            LOG.log(
                    Level.WARNING,
                    "GitHub''s public keys can''t be read ({0}); those known hold, asked again later.",
                    new Object[] {failed.getClass().getSimpleName()});
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            asking.unlock();
        }
    }

    /** An answer as it came. */
    private record Reply(int status, Optional<String> tag, byte[] body) {}

    private Known ask(Known last, Instant now) throws IOException, InterruptedException, GeneralSecurityException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).header("Accept", "application/json");
        last.tag().ifPresent(tag -> request.header("If-None-Match", tag));
        Reply reply = reply(request.build());
        if (reply.status() == 304) {
            return new Known(last.keys(), last.tag(), now, now);
        }
        if (reply.status() != 200) {
            throw new IOException("status " + reply.status());
        }
        return new Known(read(Json.tree(reply.body())), reply.tag(), now, now);
    }

    /** The whole answer within the patience: the client's own timeout ends with the headers, and a body can drip for ever. */
    private Reply reply(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> exchange =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return exchange.thenApply(GithubKeys::reply).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new HttpTimeoutException("no whole answer in time");
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } finally {
            exchange.cancel(true);
            exchange.thenAccept(GithubKeys::close);
        }
    }

    private static Reply reply(HttpResponse<InputStream> response) {
        try {
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("ETag"),
                    response.body().readNBytes(LARGEST));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Ends a read that still waits, too. */
    private static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static Map<String, PublicKey> read(JsonNode answer) throws GeneralSecurityException, IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonNode key : answer.path("public_keys")) {
            keys.put(text(key, "key_identifier"), publicKey(text(key, "key")));
        }
        if (keys.isEmpty()) {
            throw new IOException("no keys");
        }
        return keys;
    }

    private static String text(JsonNode node, String member) throws IOException {
        @Nullable String text = node.path(member).asStringOpt().orElse(null);
        if (text == null) {
            throw new IOException("no " + member);
        }
        return text;
    }

    private static PublicKey publicKey(String pem) throws GeneralSecurityException {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes));
        } catch (IllegalArgumentException noBase64) {
            throw new GeneralSecurityException(noBase64);
        }
    }
}
