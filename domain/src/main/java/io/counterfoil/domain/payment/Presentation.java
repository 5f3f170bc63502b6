package io.counterfoil.domain.payment;

import io.counterfoil.domain.id.IdKind;
import io.counterfoil.domain.personaldata.AccessLog;
import io.counterfoil.domain.personaldata.BrokenSeals;
import io.counterfoil.domain.personaldata.DataSubject;
import io.counterfoil.domain.personaldata.Field;
import io.counterfoil.domain.personaldata.PersonalDataVault;
import io.counterfoil.domain.personaldata.SealBroken;
import io.counterfoil.domain.personaldata.Sealed;
import io.counterfoil.domain.personaldata.SubjectErased;
import io.counterfoil.domain.receipt.Receipts;
import io.counterfoil.domain.rest.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    private final BrokenSeals seals;

    @Inject
    Presentation(PersonalDataVault vault, Receipts receipts, AccessLog log, BrokenSeals seals) {
        this.seals = seals;
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
        return noted(payments, views(payments, strict()), opener, purpose);
    }

    /** The same, where one value that was changed in the database must not keep all the others from being read. */
    List<PaymentView> list(List<Payment> payments, AccessLog.Opener opener, String purpose) {
        return noted(payments, views(payments, sparing(opener)), opener, purpose);
    }

    private List<PaymentView> noted(
            List<Payment> payments, List<PaymentView> views, AccessLog.Opener opener, String purpose) {
        log.note(
                opener,
                purpose,
                "",
                payments.stream().flatMap(payment -> opened(payment).stream()).toList());
        return views;
    }

    /** How a sealed value is opened for a view. */
    @FunctionalInterface
    private interface Opening {

        /** Adds the member to those that are unreadable, or gives its value, if there is one still. */
        Optional<byte[]> open(Field field, Sealed sealed, List<String> unreadable);
    }

    private Opening strict() {
        return (field, kept, unreadable) -> open(field, kept);
    }

    private Opening sparing(AccessLog.Opener opener) {
        return (field, kept, unreadable) -> {
            try {
                return open(field, kept);
            } catch (SealBroken changed) {
                seals.found(field, opener);
                unreadable.add(field.column().substring(field.column().indexOf('.') + 1));
                return Optional.empty();
            }
        };
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
        return views(payments, strict());
    }

    PaymentView view(Payment payment, Optional<String> receipt) {
        return view(payment, receipt, strict());
    }

    private List<PaymentView> views(List<Payment> payments, Opening opening) {
        List<UUID> wanted = payments.stream()
                .map(payment -> payment.receiptId)
                .filter(Objects::nonNull)
                .toList();
        Map<UUID, String> found = wanted.isEmpty() ? Map.of() : receipts.bodies(payments.get(0).merchantId, wanted);
        return payments.stream()
                .map(payment ->
                        view(payment, Optional.ofNullable(payment.receiptId).map(found::get), opening))
                .toList();
    }

    private PaymentView view(Payment payment, Optional<String> receipt, Opening opening) {
        List<String> unreadable = new ArrayList<>();
        Optional<byte[]> description =
                payment.sealedDescription().flatMap(text -> opening.open(description(payment), text, unreadable));
        Optional<byte[]> metadata =
                payment.sealedMetadata().flatMap(entries -> opening.open(metadata(payment), entries, unreadable));
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
                description
                        .map(text -> new String(text, StandardCharsets.UTF_8))
                        .orElse(null),
                metadata.map(Presentation::entries).orElse(Map.of()),
                payment.failureCode,
                payment.createdAt,
                receipt.orElse(null),
                unreadable);
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
