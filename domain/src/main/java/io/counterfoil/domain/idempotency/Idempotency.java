package io.counterfoil.domain.idempotency;

import io.counterfoil.domain.canonicaljson.CanonicalJson;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.rest.Call;
import io.counterfoil.domain.rest.Caller;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.domain.secret.KeyedHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** At most one effect per key: work is claimed, done once, and its answer repeated. */
@Singleton
public final class Idempotency {

    private final IdempotencyRecords records;
    private final Transactions transactions;
    private final KeyedHash hash;
    private final InstantSource time;
    private final Duration lifetime;

    @Inject
    public Idempotency(
            IdempotencyRecords records,
            Transactions transactions,
            KeyedHash hash,
            InstantSource time,
            ConfigurationSource configuration) {
        this.records = records;
        this.transactions = transactions;
        this.hash = hash;
        this.time = time;
        this.lifetime = IdempotencySettings.LIFETIME.in(configuration);
    }

    /**
     * Does the work of a POST that one transaction holds whole. With a key, the claim, the work and its answer commit
     * together; a second request waits for the first and then gets its answer. Without one the work is simply done.
     *
     * <p>All that may refuse belongs into the work too: a replay is answered before the world of today is looked at.
     *
     * @throws Problem when the key can't be used, or what the work throws: then nothing is kept
     */
    public Answer once(Call call, JsonNode body, Supplier<Answer> work) {
        Optional<IdempotencyKey> key = IdempotencyKey.parse(call.idempotencyKeys());
        if (key.isEmpty() || call.caller() instanceof Caller.Anyone) {
            return transactions.commit(work);
        }
        Keyed keyed = keyed(call, key.get(), body, Optional.empty());
        return transactions.commit(() -> {
            Claim claim = claim(keyed, Duration.ZERO, "");
            if (claim instanceof Claim.Finished finished) {
                return finished.answer();
            }
            if (claim instanceof Claim.Unsettled) {
                throw inFlight();
            }
            Answer answer = work.get();
            records.finishWork(
                    keyed, answer, Json.tree(answer.kept()).path("id").asString(""));
            return answer;
        });
    }

    /**
     * Names a request that moves money, for which a key is required.
     *
     * @throws Problem when the key is missing or not of the allowed form
     */
    public Keyed demandKey(Call call, JsonNode body, Optional<UUID> subject) {
        return keyed(call, IdempotencyKey.demand(call.idempotencyKeys()), body, subject);
    }

    /**
     * Claims a key inside the running transaction, for work that takes longer than a transaction may.
     *
     * @param resource the id of what the work is about, as it stands outside
     * @param lease how long the work may take: after that, or when this server dies, the claim is orphaned
     * @throws Problem 422 when the key was used for another request, 409 while its work is in flight
     */
    public Claim claim(Keyed keyed, Duration lease, String resource) {
        Instant now = time.instant();
        if (records.insert(keyed, resource, lease, now, now.plus(lifetime))) {
            return new Claim.Granted();
        }
        IdempotencyRecords.Known known = records.find(IdempotencyRecords.Place.of(keyed))
                .orElseThrow(() -> Problem.unavailable("The key's record is being removed. Send the request again."));
        if (!MessageDigest.isEqual(known.fingerprint(), keyed.fingerprint())) {
            throw new Problem(
                            422,
                            "idempotency_key_reused",
                            "The Idempotency-Key belongs to another request",
                            "This key was first sent with another method, path or body. Use a new key for a new"
                                    + " request.",
                            false)
                    .with("param", "Idempotency-Key");
        }
        if (known.answer().isPresent()) {
            return new Claim.Finished(known.answer().get());
        }
        if (known.leased()) {
            throw inFlight();
        }
        return new Claim.Unsettled(known.resource());
    }

    /**
     * Lets a request pass whose customer may not be named in a new one.
     *
     * @return whether its key was used before: then it is a replay, and answered as one
     * @throws Problem 410 when its key was used before and the customer erased since
     */
    public boolean demandNotErased(Keyed keyed) {
        return transactions
                .commit(() -> records.find(IdempotencyRecords.Place.of(keyed)))
                .isPresent();
    }

    /** A key as its owner may see it. */
    Optional<KeyView> show(UUID merchant, boolean livemode, IdempotencyKey key) {
        return transactions.commit(() -> records.find(new IdempotencyRecords.Place(merchant, livemode, key))
                .map(KeyView::of));
    }

    /** Gives a claim back whose work has not come to an end: whoever asks now hears so at once. */
    public void release(Keyed keyed) {
        records.release(keyed);
    }

    /** The claim behind work that was begun, for whoever finishes it later. */
    public Keyed claimed(UUID merchant, boolean livemode, IdempotencyKey key) {
        return transactions.commit(() -> records.claimed(merchant, livemode, key));
    }

    /** The stored answer of a key, once there is one. */
    public Optional<Answer> finished(Keyed keyed) {
        return records.find(IdempotencyRecords.Place.of(keyed)).flatMap(IdempotencyRecords.Known::answer);
    }

    /** Stores the answer, inside the running transaction: from now on the key gives these bytes. */
    public void finish(Keyed keyed, Answer answer) {
        records.finish(keyed, answer);
    }

    private Keyed keyed(Call call, IdempotencyKey key, JsonNode body, Optional<UUID> subject) {
        if (call.caller() instanceof Caller.MerchantKey caller) {
            return new Keyed(
                    caller.merchant(), caller.livemode(), key, fingerprint(call, body), call.requestId(), subject);
        }
        if (call.caller() instanceof Caller.Operator operator) {
            return new Keyed(operator.token(), true, key, fingerprint(call, body), call.requestId(), subject);
        }
        throw Problem.unauthenticated("An Idempotency-Key needs a credential.");
    }

    private byte[] fingerprint(Call call, JsonNode body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes((call.method() + " " + call.path() + "\n").getBytes(StandardCharsets.UTF_8));
        request.writeBytes(CanonicalJson.bytes(body));
        return hash.of("idempotency fingerprint", request.toByteArray());
    }

    private static Problem inFlight() {
        return new Problem(
                        409,
                        "idempotency_in_flight",
                        "The first request with this key is still being worked on",
                        "Wait a moment and send the same request again.",
                        true)
                .header("Retry-After", "1");
    }
}
