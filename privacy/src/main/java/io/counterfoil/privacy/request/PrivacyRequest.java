package io.counterfoil.privacy.request;

import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.NotPersonal;
import io.counterfoil.domain.personaldata.Personal;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.rest.Problem;
import io.counterfoil.privacy.deadline.Regime;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of a person about their data. {@code askAt} says when a worker takes it up: while it waits for something
 * else (a link to be opened, a merchant to correct a record) there is none.
 */
@Entity
@NotPersonal
@Table(schema = "privacy", name = "request")
@IdClass(MerchantScopedId.class)
public class PrivacyRequest {

    private static final UUID[] NOBODY = {};
    private static final int STUCK_AFTER = 5;

    @Id
    @Column(name = "merchant_id")
    UUID merchantId;

    @Id
    UUID id;

    @Column(nullable = false)
    boolean livemode;

    @Column(nullable = false)
    String type;

    @Column(nullable = false)
    String status;

    @Column(nullable = false)
    String regime;

    @Column(nullable = false)
    String origin;

    /** Whose data it is about; of nobody that is kept here where it is empty and verified. */
    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "prove that a request was answered",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "for good: it proves the answer",
            onErasure = Personal.Fate.RETAINED)
    @Column(nullable = false)
    UUID[] customers;

    /** Where letters go: sealed; only while the request lives, and only where it came with an address. */
    @Personal(
            category = Personal.Category.CONTACT,
            purpose = "answer a request",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "until the request was answered",
            recipients = "the merchant's mail server")
    byte @Nullable [] email;

    /** Finds another request from the same address. */
    @Personal(
            category = Personal.Category.PSEUDONYM,
            purpose = "recognise a repeated request",
            basis = Personal.Basis.LEGAL_OBLIGATION,
            retention = "until the request was answered; a day longer where it was taken back")
    @Column(name = "email_index")
    byte @Nullable [] emailIndex;

    @Column(nullable = false)
    String language;

    @Column(name = "received_at", nullable = false)
    Instant receivedAt;

    @Column(name = "due_at", nullable = false)
    Instant dueAt;

    @Column(name = "extended_at")
    @Nullable
    Instant extendedAt;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "tell why a request takes longer",
            basis = Personal.Basis.LEGAL_OBLIGATION)
    @Column(name = "extension_reason")
    byte @Nullable [] extensionReason;

    @Column(name = "verified_at")
    @Nullable
    Instant verifiedAt;

    @Column(name = "starts_at")
    @Nullable
    Instant startsAt;

    @Column(name = "deferred_until")
    @Nullable
    Instant deferredUntil;

    @Column(name = "stuck_reason")
    @Nullable
    String stuckReason;

    @Column(name = "refusal_ground")
    @Nullable
    String refusalGround;

    @Personal(
            category = Personal.Category.FREE_TEXT,
            purpose = "tell why a request was refused",
            basis = Personal.Basis.LEGAL_OBLIGATION)
    @Column(name = "refusal_reason")
    byte @Nullable [] refusalReason;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    /** The share of its time, in percent, of whose passing people were told. */
    @Column(name = "alarmed_percent", nullable = false)
    int alarmedPercent;

    @Nullable
    UUID owner;

    @Column(name = "ask_at")
    @Nullable
    Instant askAt;

    @Column(name = "times_asked", nullable = false)
    int timesAsked;

    protected PrivacyRequest() {}

    PrivacyRequest(
            MerchantScopedId key, boolean livemode, RequestType type, Origin origin, Regime regime, Instant now) {
        this.merchantId = key.merchantId();
        this.id = key.id();
        this.livemode = livemode;
        this.type = type.text();
        this.status = RequestStatus.PENDING.text();
        this.origin = origin.text();
        this.regime = regime.text();
        this.customers = NOBODY;
        this.language = Locale.ENGLISH.getLanguage();
        this.receivedAt = now;
        this.dueAt = regime.due(now);
    }

    public MerchantScopedId key() {
        return new MerchantScopedId(merchantId, id);
    }

    public boolean livemode() {
        return livemode;
    }

    public String text() {
        return IdKind.PRIVACY_REQUEST.text(id);
    }

    public RequestType type() {
        return RequestType.parse(type).orElseThrow();
    }

    public RequestStatus status() {
        return RequestStatus.of(status);
    }

    public Regime regime() {
        return Regime.parse(regime).orElseThrow();
    }

    public Origin origin() {
        return Origin.valueOf(origin.toUpperCase(Locale.ROOT));
    }

    public List<UUID> customers() {
        return List.of(customers);
    }

    /** Under whose key lies what is written about them: the first, where it is about several. */
    public Optional<DataSubject> subject() {
        return customers().stream().findFirst().map(customer -> new DataSubject(merchantId, livemode, customer));
    }

    public Locale language() {
        return Locale.forLanguageTag(language);
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    public Instant dueAt() {
        return dueAt;
    }

    public boolean verified() {
        return verifiedAt != null;
    }

    /** How often a worker has taken it up since it was last known what it waits for. */
    public int timesTried() {
        return timesAsked;
    }

    /** Whether it has failed so often that a person must look. */
    public boolean stuck() {
        return stuckReason != null && timesAsked >= STUCK_AFTER;
    }

    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    public Optional<Instant> deferredUntil() {
        return Optional.ofNullable(deferredUntil);
    }

    Optional<Sealed> sealedEmail() {
        return Optional.ofNullable(email).map(Sealed::new);
    }

    /** The requester has proved who they are, or somebody vouches for it; work begins after the grace. */
    public void verify(Instant now, Duration grace, List<UUID> whose) {
        demand(RequestStatus.PENDING);
        if (verified()) {
            throw conflict("privacy_request_verified", "This request was confirmed before.");
        }
        verifiedAt = now;
        customers = whose.toArray(UUID[]::new);
        startsAt = now.plus(grace);
        askAt = startsAt;
    }

    /** Work begins. */
    public void start() {
        if (!verified()) {
            throw conflict("privacy_request_not_verified", "This request was not confirmed yet.");
        }
        become(RequestStatus.IN_PROGRESS);
    }

    /** What was asked for is done. */
    public void complete(Instant now) {
        become(RequestStatus.COMPLETED);
        end(now);
    }

    /** It is not done; the ground and the reason were told. */
    public void refuse(Instant now, RefusalGround ground, byte[] sealedReason) {
        become(RequestStatus.REFUSED);
        refusalGround = ground.text();
        refusalReason = sealedReason.clone();
        end(now);
    }

    /** Taken back by the requester or the merchant, before work began. */
    public void cancel(Instant now) {
        become(RequestStatus.CANCELLED);
        end(now);
    }

    /** Takes more time: once, with a reason, and told while the first span runs. */
    public void extend(Instant now, byte[] sealedReason) {
        if (!status().open()) {
            throw ended();
        }
        if (extendedAt != null) {
            throw conflict("privacy_request_extended", "This request was extended before; the law allows it once.");
        }
        if (!now.isBefore(dueAt)) {
            throw conflict(
                    "privacy_request_overdue", "An extension must be told while the first span runs; that is over.");
        }
        extendedAt = now;
        extensionReason = sealedReason.clone();
        dueAt = regime().extended(receivedAt);
        alarmedPercent = 0;
    }

    /** It can't be done yet: not before something else has ended, by this date at the latest. */
    public void defer(Instant until, Instant lookAgain) {
        demand(RequestStatus.IN_PROGRESS);
        deferredUntil = until;
        stuckReason = null;
        timesAsked = 0;
        owner = null;
        askAt = lookAgain;
    }

    /** Nobody but a person can go on with it. */
    public void waitForPerson() {
        demand(RequestStatus.IN_PROGRESS);
        owner = null;
        askAt = null;
    }

    public int alarmedPercent() {
        return alarmedPercent;
    }

    /** People were told that so much of its time has passed. */
    public void alarm(int percent) {
        alarmedPercent = percent;
    }

    /** It failed, and is tried again. */
    public void stick(String reason, Instant again) {
        stuckReason = reason;
        owner = null;
        askAt = again;
    }

    private void end(Instant now) {
        endedAt = now;
        owner = null;
        askAt = null;
        stuckReason = null;
        deferredUntil = null;
    }

    private void become(RequestStatus next) {
        if (!status().next().contains(next)) {
            throw status().open()
                    ? conflict(
                            "privacy_request_" + status,
                            "This request is " + status + ", from where it does not become " + next.text() + ".")
                    : ended();
        }
        status = next.text();
    }

    private void demand(RequestStatus wanted) {
        if (status() != wanted) {
            throw status().open() ? conflict("privacy_request_" + status, "This request is " + status + ".") : ended();
        }
    }

    private Problem ended() {
        return conflict("privacy_request_ended", "This request has come to its end: it is " + status + ".");
    }

    private static Problem conflict(String code, String detail) {
        return Problem.conflict(code, detail);
    }
}
