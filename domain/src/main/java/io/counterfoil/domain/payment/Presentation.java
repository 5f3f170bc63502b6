package io.counterfoil.domain.payment;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.receipt.Receipts;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Payments as they are shown: free text sealed on the way in, opened on the way out, the receipt's bytes as signed. */
@Singleton
final class Presentation {

    private final PersonalDataVault vault;
    private final Receipts receipts;
    private final AccessLog log;

    @Inject
    Presentation(PersonalDataVault vault, Receipts receipts, AccessLog log) {
        this.vault = vault;
        this.receipts = receipts;
        this.log = log;
    }

    /**
     * Seals what a merchant wrote into a payment. Its answer will have to be sealed too: nobody is charged while that is
     * impossible.
     */
    void seal(Payment payment, PaymentRequest request) {
        vault.demandKeys();
        payment.description = request.description()
                .map(text -> vault.seal(description(payment), text.getBytes(StandardCharsets.UTF_8))
                        .bytes())
                .orElse(null);
        payment.metadata = request.metadata().isEmpty()
                ? null
                : vault.seal(metadata(payment), Json.write(request.metadata())).bytes();
    }

    /** Views for whoever asks to read them: what is opened of a customer is noted. */
    List<PaymentView> read(List<Payment> payments, AccessLog.Opener opener, String purpose) {
        List<PaymentView> views = views(payments);
        log.note(
                opener,
                purpose,
                "",
                payments.stream().flatMap(payment -> opened(payment).stream()).toList());
        return views;
    }

    private static Optional<AccessLog.Opened> opened(Payment payment) {
        Set<String> fields = new HashSet<>();
        payment.sealedDescription().ifPresent(text -> fields.add("payment.description"));
        payment.sealedMetadata().ifPresent(text -> fields.add("payment.metadata"));
        return payment.customer()
                .filter(customer -> !fields.isEmpty())
                .map(customer ->
                        new AccessLog.Opened(new DataSubject(payment.merchantId, payment.livemode, customer), fields));
    }

    PaymentView view(Payment payment) {
        return views(List.of(payment)).get(0);
    }

    /** Views of payments of one merchant; their receipts are read together. */
    List<PaymentView> views(List<Payment> payments) {
        List<UUID> wanted = payments.stream()
                .map(payment -> payment.receiptId)
                .filter(Objects::nonNull)
                .toList();
        Map<UUID, String> found = wanted.isEmpty() ? Map.of() : receipts.bodies(payments.get(0).merchantId, wanted);
        return payments.stream()
                .map(payment ->
                        view(payment, Optional.ofNullable(payment.receiptId).map(found::get)))
                .toList();
    }

    PaymentView view(Payment payment, Optional<String> receipt) {
        return new PaymentView(
                payment.text(),
                "payment",
                payment.status(),
                payment.outcome,
                payment.amount,
                payment.amountCaptured,
                payment.amountRefunded,
                payment.currency,
                payment.livemode,
                payment.orderReference,
                payment.customer().map(IdKind.CUSTOMER::text).orElse(null),
                payment.sealedDescription()
                        .flatMap(text -> open(description(payment), text))
                        .map(text -> new String(text, StandardCharsets.UTF_8))
                        .orElse(null),
                payment.sealedMetadata()
                        .flatMap(entries -> open(metadata(payment), entries))
                        .map(Presentation::entries)
                        .orElse(Map.of()),
                payment.failureCode,
                payment.createdAt,
                receipt.orElse(null));
    }

    /** What was written about a customer who was erased since is gone; the payment is not. */
    private Optional<byte[]> open(Field field, Sealed sealed) {
        try {
            return Optional.of(vault.open(field, sealed));
        } catch (SubjectErased gone) {
            return Optional.empty();
        }
    }

    private static Map<String, String> entries(byte[] metadata) {
        return Json.tree(metadata)
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asString()));
    }

    private static Field description(Payment payment) {
        return new Field(payment.merchantId, payment.customer(), "payment.description", payment.text());
    }

    private static Field metadata(Payment payment) {
        return new Field(payment.merchantId, payment.customer(), "payment.metadata", payment.text());
    }
}
