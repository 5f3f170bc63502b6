package io.counterfoil.privacy.request;

import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.secret.KeyedHash;
import io.counterfoil.privacy.customer.EmailAddress;
import io.counterfoil.privacy.vault.SubjectKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request holds that nobody else may read: the requester's address and the reasons that were given. */
@Singleton
public final class Confidences {

    private final PersonalDataVault vault;
    private final SubjectKeys keys;
    private final KeyedHash hash;
    private final AccessLog log;

    @Inject
    public Confidences(PersonalDataVault vault, SubjectKeys keys, KeyedHash hash, AccessLog log) {
        this.log = log;
        this.vault = vault;
        this.keys = keys;
        this.hash = hash;
    }

    /** Seals a reason for the row of a request. */
    public byte[] sealReason(PrivacyRequest request, String column, String reason) {
        return vault.seal(reason(request, column), reason.getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    Optional<String> reason(PrivacyRequest request, String column, byte @Nullable [] sealed) {
        if (sealed == null) {
            return Optional.empty();
        }
        // what was said before the request was about anybody is sealed under the merchant's key
        return open(reason(request, column), new Sealed(sealed))
                .or(() -> open(
                        new Field(request.merchantId, Optional.empty(), "request." + column, request.text()),
                        new Sealed(sealed)));
    }

    /** Why it was refused, or why it takes longer. */
    public Optional<String> toldReason(PrivacyRequest request) {
        return reason(request, "refusal_reason", request.refusalReason)
                .or(() -> reason(request, "extension_reason", request.extensionReason));
    }

    /** The address that the requester gave, as long as the request lives. */
    public Optional<String> email(PrivacyRequest request) {
        return request.sealedEmail().flatMap(address -> open(emailPlace(request), address));
    }

    /** Notes what of a request was opened, where it is known whom it is about. */
    public void note(
            PrivacyRequest request, List<UUID> customers, AccessLog.Opener opener, String purpose, Set<String> fields) {
        log.note(
                opener,
                purpose,
                request.text(),
                customers.stream()
                        .map(customer -> new AccessLog.Opened(
                                new DataSubject(request.merchantId, request.livemode, customer), fields))
                        .toList());
    }

    /** The address has a key of the request's own, which goes with it. */
    void keepEmail(PrivacyRequest request, String address) {
        keys.create(request.merchantId, request.id);
        request.email = vault.seal(emailPlace(request), address.getBytes(StandardCharsets.UTF_8))
                .bytes();
        request.emailIndex = index(request.merchantId, request.livemode, address);
    }

    /** Of a request that was taken back the index stays for a time, so that repeated ones are counted. */
    void forgetEmail(PrivacyRequest request) {
        if (request.email != null) {
            keys.destroy(new DataSubject(request.merchantId, request.livemode, request.id));
        }
        request.email = null;
        if (request.status() != RequestStatus.CANCELLED) {
            request.emailIndex = null;
        }
    }

    /** What finds open requests from one address of one merchant. */
    byte[] index(UUID merchant, boolean livemode, String address) {
        String text = merchant + (livemode ? " live " : " test ") + EmailAddress.normalised(address);
        return hash.of("privacy request address", text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> open(Field field, Sealed sealed) {
        try {
            return Optional.of(new String(vault.open(field, sealed), StandardCharsets.UTF_8));
        } catch (SealBroken gone) {
            return Optional.empty();
        }
    }

    private static Field emailPlace(PrivacyRequest request) {
        return new Field(request.merchantId, Optional.of(request.id), "request.email", request.text());
    }

    /** Dies with the person, where it is about one. */
    private static Field reason(PrivacyRequest request, String column) {
        Optional<UUID> subject = request.subject().map(DataSubject::customer);
        return new Field(request.merchantId, subject, "request." + column, request.text());
    }
}
