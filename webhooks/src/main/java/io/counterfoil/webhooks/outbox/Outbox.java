package io.counterfoil.webhooks.outbox;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.counterfoil.domain.apikey.ApiKeyRevoked;
import io.counterfoil.domain.apikey.ApiKeyRolled;
import io.counterfoil.domain.apikey.Exposure;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.followup.RefundChanged;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.id.Ids;
import io.counterfoil.domain.partition.DayPartitions;
import io.counterfoil.domain.payment.PaymentChanged;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.domain.signal.MerchantEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes an event in the transaction of its cause: both are committed, or neither is. */
@Singleton
public final class Outbox {

    private static final String INSERT = """
        INSERT INTO webhooks.event (merchant_id, id, livemode, type, body, subject_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)\
        """;

    private final Transactions transactions;
    private final Ids ids;
    private final InstantSource time;
    private final DayPartitions partitions;
    private final Event<EventStored> stored;

    @Inject
    public Outbox(
            Transactions transactions,
            Ids ids,
            InstantSource time,
            DayPartitions partitions,
            Event<EventStored> stored) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
        this.partitions = partitions;
        this.stored = stored;
    }

    /** What is sent. Thin: ids and the receipt; no free text, and nothing personal but what a public page's address says. */
    record Body(String id, String type, Instant timestamp, boolean livemode, Object data) {}

    record PaymentData(
            String payment,
            long amount,
            String currency,
            @Nullable String failureCode,
            @JsonRawValue @Nullable String receipt) {}

    void on(@Observes PaymentChanged change) {
        if (change.kind() == PaymentChanged.Kind.AUTHORISED) {
            // an authorisation is no event: its capture will be
            return;
        }
        PaymentData data = new PaymentData(
                IdKind.PAYMENT.text(change.payment()),
                change.amount(),
                change.currency(),
                change.failureCode().orElse(null),
                change.receipt().orElse(null));
        String type = "payment." + change.kind().name().toLowerCase(Locale.ROOT);
        write(change.merchant(), change.livemode(), type, change.at(), data, About.of(change.customer()));
    }

    record RefundData(
            String refund,
            String payment,
            long amount,
            String currency,
            @Nullable String failureCode,
            @JsonRawValue @Nullable String receipt) {}

    void on(@Observes RefundChanged change) {
        RefundData data = new RefundData(
                IdKind.REFUND.text(change.refund()),
                IdKind.PAYMENT.text(change.payment()),
                change.amount(),
                change.currency(),
                change.failureCode().orElse(null),
                change.receipt().orElse(null));
        String type = change.succeeded() ? "refund.succeeded" : "refund.failed";
        write(change.merchant(), change.livemode(), type, change.at(), data, About.of(change.customer()));
    }

    void on(@Observes ApiKeyRolled rolled) {
        Map<String, String> data = Map.of(
                "api_key", IdKind.API_KEY.text(rolled.key()),
                "successor", IdKind.API_KEY.text(rolled.successor()));
        write(rolled.merchant(), rolled.livemode(), "api_key.rolled", time.instant(), data);
    }

    record RevokedData(
            String apiKey,
            String reason,
            @Nullable String source,
            @Nullable String sourceUrl) {}

    void on(@Observes ApiKeyRevoked revoked) {
        RevokedData data = new RevokedData(
                IdKind.API_KEY.text(revoked.key()),
                revoked.exposure().isPresent() ? "exposed" : "requested",
                revoked.exposure().map(Exposure::source).orElse(null),
                revoked.exposure().flatMap(Exposure::url).orElse(null));
        write(revoked.merchant(), revoked.livemode(), "api_key.revoked", time.instant(), data);
    }

    void on(@Observes MerchantEvent event) {
        write(event.merchant(), event.livemode(), event.type(), event.at(), event.data(), About.of(event.customer()));
    }

    /** Writes a {@code ping} for one endpoint, inside the running transaction. */
    public UUID ping(UUID merchant, boolean livemode, UUID endpoint) {
        Map<String, String> data = Map.of("webhook_endpoint", IdKind.WEBHOOK_ENDPOINT.text(endpoint));
        return write(merchant, livemode, "ping", time.instant(), data, About.endpoint(endpoint));
    }

    /** Whom an event is about, and the one endpoint that it is for; most are for all. */
    private record About(Optional<UUID> customer, Optional<UUID> onlyTo) {

        static final About NOBODY = of(Optional.empty());

        static About of(Optional<UUID> customer) {
            return new About(customer, Optional.empty());
        }

        static About endpoint(UUID endpoint) {
            return new About(Optional.empty(), Optional.of(endpoint));
        }
    }

    private void write(UUID merchant, boolean livemode, String type, Instant at, Object data) {
        write(merchant, livemode, type, at, data, About.NOBODY);
    }

    private UUID write(UUID merchant, boolean livemode, String type, Instant at, Object data, About about) {
        UUID id = ids.next();
        partitions.cover(EventRetention.TABLE, id);
        byte[] body = Json.write(new Body(IdKind.EVENT.text(id), type, at, livemode, data));
        transactions
                .sql()
                .update(
                        INSERT,
                        merchant,
                        id,
                        livemode,
                        type,
                        new String(body, StandardCharsets.UTF_8),
                        about.customer().orElse(null),
                        at);
        stored.fire(new EventStored(merchant, livemode, id, type, about.onlyTo()));
        return id;
    }
}
