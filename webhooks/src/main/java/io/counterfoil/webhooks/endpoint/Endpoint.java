package io.counterfoil.webhooks.endpoint;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.webhooks.signing.Signer;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A merchant's endpoint. Description and headers are sealed; what it is doing stands in {@code endpoint_state}. */
@Entity
@NotPersonal
@Table(schema = "webhooks", name = "endpoint")
@IdClass(MerchantScopedId.class)
public class Endpoint {

    static final String ENABLED = "enabled";
    static final String DISABLED = "disabled";

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "livemode", nullable = false)
    boolean livemode;

    @Column(name = "url", nullable = false)
    String url;

    /** Separated by spaces. */
    @Column(name = "event_types", nullable = false)
    String eventTypes = "";

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "what the merchant noted about its endpoint",
            basis = Personal.Basis.CONTRACT,
            retention = "as long as the endpoint is kept",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "description")
    byte @Nullable [] description;

    /** A JSON object. */
    @Personal(
            category = Personal.Category.CREDENTIAL,
            purpose = "what the merchant wants to be sent along",
            basis = Personal.Basis.CONTRACT,
            retention = "as long as the endpoint is kept",
            onErasure = Personal.Fate.NOT_CONCERNED)
    @Column(name = "headers", nullable = false)
    byte[] headers = {};

    @Column(name = "rate_limit")
    @Nullable
    Integer rateLimit;

    /** Seconds between the attempts, separated by spaces; the server's own schedule where there is none. */
    @Column(name = "retry_schedule")
    @Nullable
    String retrySchedule;

    /** By how many percent the pauses may grow. */
    @Column(name = "retry_jitter")
    @Nullable
    Integer retryJitter;

    @Column(name = "timeout_seconds")
    @Nullable
    Integer timeoutSeconds;

    @Column(name = "max_in_flight")
    @Nullable
    Integer maxInFlight;

    @Column(name = "rotate_after_days")
    @Nullable
    Integer rotateAfterDays;

    @Column(name = "status", nullable = false)
    String status = ENABLED;

    @Column(name = "disabled_reason")
    @Nullable
    String disabledReason;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    protected Endpoint() {}

    Endpoint(UUID merchantId, UUID id, boolean livemode, String url, Instant createdAt) {
        this.merchantId = merchantId;
        this.id = id;
        this.livemode = livemode;
        this.url = url;
        this.createdAt = createdAt;
    }

    MerchantScopedId key() {
        return new MerchantScopedId(merchantId, id);
    }

    void choose(List<String> types) {
        eventTypes = String.join(" ", types);
    }

    void scheduleRetries(List<Integer> seconds) {
        retrySchedule =
                seconds.isEmpty() ? null : seconds.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** The pauses that the merchant chose; none where the server's own schedule holds. */
    List<Integer> retries() {
        return retrySchedule == null
                ? List.of()
                : Arrays.stream(retrySchedule.split(" ")).map(Integer::valueOf).toList();
    }

    /** Turns it on or off by the merchant's will. */
    void switchTo(String wanted) {
        if (!wanted.equals(status)) {
            status = wanted;
            disabledReason = wanted.equals(DISABLED) ? "by_merchant" : null;
        }
    }

    /** What the API shows; the secret only in the answer that made it, of headers only the names. */
    record View(
            String id,
            String object,
            String url,
            List<String> eventTypes,
            @Nullable String description,
            @Nullable Integer rateLimit,
            @Nullable List<Integer> retrySchedule,
            @Nullable Integer retryJitter,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer maxInFlight,
            @Nullable Integer rotateAfterDays,
            List<String> headerNames,
            String status,
            @Nullable String disabledReason,
            boolean livemode,
            @Nullable String secret,
            @Nullable String publicKey,
            @Nullable String publicKeySpki,
            Instant createdAt) {

        View with(Signer signer, boolean revealing) {
            return new View(
                    id,
                    object,
                    url,
                    eventTypes,
                    description,
                    rateLimit,
                    retrySchedule,
                    retryJitter,
                    timeoutSeconds,
                    maxInFlight,
                    rotateAfterDays,
                    headerNames,
                    status,
                    disabledReason,
                    livemode,
                    revealing ? signer.reveal() : null,
                    signer.publicKey(),
                    signer.publicKeySpki(),
                    createdAt);
        }
    }

    View view(@Nullable String openedDescription, List<String> headerNames) {
        return new View(
                IdKind.WEBHOOK_ENDPOINT.text(id),
                "webhook_endpoint",
                url,
                List.of(eventTypes.split(" ")),
                openedDescription,
                rateLimit,
                retrySchedule == null ? null : retries(),
                retryJitter,
                timeoutSeconds,
                maxInFlight,
                rotateAfterDays,
                headerNames,
                status,
                disabledReason,
                livemode,
                null,
                null,
                null,
                createdAt);
    }
}
