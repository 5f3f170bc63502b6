package io.counterfoil.privacy.certificate;

import io.counterfoil.domain.canonicaljson.CanonicalJson;
import io.counterfoil.domain.configuration.ConfigurationSource;
import io.counterfoil.domain.database.MerchantScopedId;
import io.counterfoil.domain.database.Transactions;
import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.rest.Json;
import io.counterfoil.privacy.erasure.Erased;
import io.counterfoil.privacy.request.PrivacyRequest;
import io.counterfoil.privacy.request.Times;
import io.counterfoil.privacy.signing.Signatures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All certificates. Each acknowledgement of a recipient makes a new one, signed anew; the facts of the erasure stay. */
@Singleton
public final class Certificates {

    private static final int VERSION = 1;

    private final Transactions transactions;
    private final Remainder remainder;
    private final Signatures signatures;
    private final Times times;
    private final Duration backupHorizon;

    @Inject
    public Certificates(
            Transactions transactions,
            Remainder remainder,
            Signatures signatures,
            Times times,
            ConfigurationSource configuration) {
        this.transactions = transactions;
        this.remainder = remainder;
        this.signatures = signatures;
        this.times = times;
        this.backupHorizon = CertificateSettings.BACKUP_HORIZON.in(configuration);
    }

    /** Issues the certificate of what a request has erased, inside the running transaction. */
    public void issue(PrivacyRequest request, Map<UUID, Erased> erased) {
        List<Certificate.Erasure> erasures = erased.entrySet().stream()
                .map(one -> new Certificate.Erasure(
                        IdKind.CUSTOMER.text(one.getKey()),
                        one.getValue().at(),
                        one.getValue().keyEpoch().isPresent()
                                ? one.getValue().keyEpoch().getAsInt()
                                : null,
                        new TreeMap<>(one.getValue().destroyed())))
                .toList();
        CertificateRow row =
                new CertificateRow(request.key(), new String(Json.write(erasures), StandardCharsets.UTF_8));
        sign(row, request);
        transactions.session(session -> session.insert(row));
    }

    /** A recipient has erased too: the certificate says so from now on. Saying it twice changes nothing. */
    public void acknowledge(PrivacyRequest request, String recipient) {
        transactions.session(session -> {
            CertificateRow row = session.get(
                    CertificateRow.class,
                    new CertificateRow.Key(
                            request.key().merchantId(), request.key().id()),
                    LockMode.PESSIMISTIC_WRITE);
            AcknowledgementRow.Key key = new AcknowledgementRow.Key(
                    request.key().merchantId(), request.key().id(), recipient);
            if (row != null && session.get(AcknowledgementRow.class, key) == null) {
                session.insert(new AcknowledgementRow(request.key(), recipient, times.now()));
                sign(row, request);
                session.update(row);
            }
            return true;
        });
    }

    /** The certificate as it was signed. */
    public Optional<String> find(MerchantScopedId request) {
        return transactions
                .session(session -> Optional.ofNullable(
                        session.get(CertificateRow.class, new CertificateRow.Key(request.merchantId(), request.id()))))
                .map(CertificateRow::document);
    }

    private void sign(CertificateRow row, PrivacyRequest request) {
        JsonNode erasures = Json.tree(row.erasures().getBytes(StandardCharsets.UTF_8));
        Instant now = times.now();
        List<Certificate.Erasure> facts = new ArrayList<>();
        erasures.forEach(one -> facts.add(erasure(one)));
        Instant done = facts.stream()
                .map(Certificate.Erasure::erasedAt)
                .max(Instant::compareTo)
                .orElse(now);
        Certificate certificate = new Certificate(
                "erasure_certificate",
                VERSION,
                request.text(),
                IdKind.MERCHANT.text(request.key().merchantId()),
                request.livemode(),
                request.receivedAt(),
                facts,
                remainder.retained(subjects(request)),
                remainder.recipients(request.key(), done),
                done.plus(backupHorizon),
                now,
                signatures.keyId());
        byte[] signed = CanonicalJson.bytes(Json.tree(Json.write(certificate)));
        String signature = Base64.getEncoder().encodeToString(signatures.sign(signed));
        String text = new String(signed, StandardCharsets.UTF_8);
        row.sign(text.substring(0, text.length() - 1) + ",\"signature\":\"" + signature + "\"}", now);
    }

    private static List<DataSubject> subjects(PrivacyRequest request) {
        return request.customers().stream()
                .map(customer -> new DataSubject(request.key().merchantId(), request.livemode(), customer))
                .toList();
    }

    private static Certificate.Erasure erasure(JsonNode one) {
        Map<String, Integer> destroyed = new TreeMap<>();
        one.path("destroyed")
                .propertyStream()
                .forEach(column ->
                        destroyed.put(column.getKey(), column.getValue().asInt()));
        JsonNode generation = one.path("key_generation");
        @Nullable Integer epoch = generation.isNumber() ? generation.asInt() : null;
        return new Certificate.Erasure(
                one.path("customer").asString(),
                Instant.parse(one.path("erased_at").asString()),
                epoch,
                destroyed);
    }
}
